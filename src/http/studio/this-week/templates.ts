import { watch } from 'node:fs';
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { previewIssue } from '../../../render/preview-issue.ts';
import { projectPath } from '../../../shared/project-path.ts';

type PreviewModule = { previewIssue: typeof previewIssue };

/** The mails' templates, by what is made of them. */
export interface Templates {
  /** Counts how often they changed. */
  readonly version: number;
  /** @throws What keeps a template from being loaded, such as a mistake in it. */
  load(): Promise<PreviewModule>;
  /** Calls back when one was changed. */
  onChange(listener: () => void): void;
}

/** The templates as the program was started with. */
export const FIXED_TEMPLATES: Templates = {
  version: 0,
  load: () => import('../../../render/preview-issue.ts'),
  onChange: () => undefined,
};

/**
 * The templates as they stand in the checkout, loaded again after every change: 60 to 130 ms, and 1 MB that is not given
 * back. Only for a program that runs from its sources.
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
