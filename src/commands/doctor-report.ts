import type { Check, Level } from '../doctor/check.ts';
import { counted } from '../shared/counted.ts';
import { printableLine } from './printable.ts';

/** The headings, and the names of the checks below each. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  Installation: ['configuration', 'settings', 'runtime', 'database', 'files', 'signing-secret'],
  'Database server': [
    'connection',
    'encryption',
    'clock',
    'rights',
    'keys',
    'connections',
    'failover',
    'copies',
    'damage',
  ],
  Sending: ['transport', 'resend', 'sender', 'webhook'],
  'Mail domain': ['domain', 'spf', 'dkim', 'dmarc'],
  'Schedule and issue': ['schedule', 'issue', 'subscribers'],
  'Public pages and studio': ['proxy', 'studio'],
};
const OTHERS = 'Other checks';

type Colour = 'green' | 'yellow' | 'red' | 'bold' | 'dim';

export interface ReportStyle {
  /** How wide lines may be; without a terminal, lines are not broken. */
  columns: number;
  paint: (colour: Colour, text: string) => string;
}

const LEVELS: Readonly<Record<Level, { mark: string; word: string; colour: Colour }>> = {
  ok: { mark: '✓', word: 'ok', colour: 'green' },
  warn: { mark: '!', word: 'warning', colour: 'yellow' },
  stop: { mark: '✗', word: 'STOP', colour: 'red' },
};
const WORD_WIDTH = Math.max(...Object.values(LEVELS).map(({ word }) => word.length));
const INDENT = ' '.repeat('  ✓ '.length + WORD_WIDTH + 2);
const MIN_TEXT_WIDTH = 20;

/** What `doctor` found, in groups, with what to do on lines of its own, and the sum at the end. */
export function doctorReport(checks: readonly Check[], style: ReportStyle): string[] {
  const named = Object.values(GROUPS).flat();
  const groups = Object.entries({ ...GROUPS, [OTHERS]: [] as readonly string[] }).map(([heading, names]) => ({
    heading,
    found: checks.filter(({ name }) => (heading === OTHERS ? !named.includes(name) : names.includes(name))),
  }));
  const lines = groups
    .filter(({ found }) => found.length > 0)
    .flatMap(({ heading, found }) => [
      style.paint('bold', heading),
      ...found.flatMap((check) => checkLines(check, style)),
      '',
    ]);
  return [...lines, summary(checks, style)];
}

function checkLines({ level, name, message }: Check, { columns, paint }: ReportStyle): string[] {
  const { mark, word, colour } = LEVELS[level];
  const width = Math.max(MIN_TEXT_WIDTH, columns - INDENT.length - 1);
  const { found, advice } = level === 'ok' ? { found: message, advice: [] } : withAdvice(message);
  const [first = '', ...more] = `${name}: ${found}`.split('\n').flatMap((line) => wrapped(line, width));
  return [
    `  ${paint(colour, `${mark} ${word.padEnd(WORD_WIDTH)}`)}  ${first}`,
    ...more.map((line) => INDENT + line),
    ...advice.flatMap((line) => adviceLines(line, width)),
  ];
}

/** A sentence that says what to do. */
const INSTRUCTION =
  /^(?:Set|Add|Change|Make|Let|Run|Start|Put|Restore|Turn|Keep|Remove|Choose|Check|Approve|Name|Use|To|If|A test send tells)\b/;

/** A message of several sentences: what was found, and from the first instruction on, what to do. */
function withAdvice(message: string): { found: string; advice: string[] } {
  const sentences = message.split(/(?<=[.!?]) (?=[A-Z])/);
  const at = sentences.findIndex((sentence, index) => index > 0 && INSTRUCTION.test(sentence));
  return at < 0
    ? { found: message, advice: [] }
    : { found: sentences.slice(0, at).join(' '), advice: [sentences.slice(at).join(' ')] };
}

/** A command at the end stands on a line of its own, unbroken, to be copied. */
function adviceLines(advice: string, width: number): string[] {
  const [, words = advice, command] = /^(.*:) ((?:verdicts|chmod|sudo|find|npm) .+)$/.exec(advice) ?? [];
  const [first = '', ...more] = wrapped(words, width - 2);
  return [
    `${INDENT}→ ${first}`,
    ...more.map((line) => `${INDENT}  ${line}`),
    ...(command === undefined ? [] : [`${INDENT}  ${printableLine(command)}`]),
  ];
}

/** Broken between words; a word that is too long stays whole. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printableLine(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function summary(checks: readonly Check[], { paint }: ReportStyle): string {
  const count = (level: Level) => checks.filter((check) => check.level === level).length;
  const stops = count('stop');
  const counts = `${counted(checks.length, 'check')}: ${count('ok')} ok, ${counted(count('warn'), 'warning')}, ${stops} STOP.`;
  return stops === 0
    ? paint('green', `${counts} Nothing stops a real send.`)
    : paint('red', `${counts} A real send would be refused.`);
}
