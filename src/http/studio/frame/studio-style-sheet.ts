import { readFileSync } from 'node:fs';
import { sourcePath } from '../../../shared/project-path.ts';

/** A file in `assets/styles/`. Later ones win. */
const part = (name: string) => readFileSync(sourcePath('http', 'studio', 'assets', 'styles', name), 'utf8');

/** The styles of one section's pages each; a new section adds its file here. */
const SECTIONS: readonly string[] = [
  'next-issue.css',
  'issues.css',
  'subscribers.css',
  'comparisons.css',
  'look.css',
  'settings.css',
  'outbox.css',
];

/** The studio's own colours and type, light and dark, from phones to wide screens. */
export const STUDIO_STYLE_SHEET = [
  'tokens.css',
  'base.css',
  'layout.css',
  'navigation.css',
  'buttons.css',
  'notices.css',
  'fields.css',
  'parts.css',
  'tables.css',
  'writing.css',
  ...SECTIONS,
  'touch.css',
]
  .map(part)
  .join('\n');
