import { watch } from 'node:fs';
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { previewIssue } from '../../../render/preview-issue.ts';
import { projectPath } from '../../../shared/project-path.ts';

type PreviewModule = { previewIssue: typeof previewIssue };

/** The email templates, through the preview they render. */
export interface Templates {
  /** Increases with every change. */
  readonly version: number;
  /** @throws The error of a broken template. */
  load(): Promise<PreviewModule>;
  onChange(listener: () => void): void;
}

/** The templates that the program was started with. */
export const FIXED_TEMPLATES: Templates = {
  version: 0,
  load: () => import('../../../render/preview-issue.ts'),
  onChange: () => undefined,
};

/**
 * The templates in the checkout, reloaded after every change, which takes 60 to 130 ms and leaks 1 MB. Only for a
 * program run from its sources.
 */
export function watchedTemplates(stopping: AbortSignal): Templates {
  const folders = ['emails', 'src/render'].map((folder) => `${pathToFileURL(projectPath(folder)).href}/`);
  register('./fresh-modules.js', import.meta.url, { data: folders });
  const listeners = new Set<() => void>();
  let version = 0;
  const watcher = watch(projectPath('emails'), { recursive: true, persistent: false }, () => {
    version += 1;
    for (const listener of listeners) listener();
  });
  watcher.on('error', () => watcher.close());
  stopping.addEventListener('abort', () => watcher.close(), { once: true });
  return {
    get version() {
      return version;
    },
    load: () => {
      if (version === 0) return FIXED_TEMPLATES.load();
      const url = new URL('../../../render/preview-issue.ts', import.meta.url);
      return import(`${url.href}?fresh=${version}`) as Promise<PreviewModule>;
    },
    onChange: (listener) => {
      listeners.add(listener);
    },
  };
}
