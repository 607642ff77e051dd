import { spawnSync } from 'node:child_process';
import { isMissing } from '../../support/needs.ts';

/** A network namespace without a network, which only root may create without a user namespace. */
const NAMESPACE = ['unshare', ...(process.getuid?.() === 0 ? ['-n'] : ['-r', '-n'])];

/** If no namespace can be created, only `-L` keeps SpamAssassin from making requests. */
const ALONE = works([...NAMESPACE, 'true']) ? NAMESPACE : [];

function works([program = '', ...args]: readonly string[]): boolean {
  return spawnSync(program, args).status === 0;
}

/** Whether tests that need SpamAssassin are skipped here, with a message. */
export function lacksSpamAssassin(): boolean {
  const present = works(['spamassassin', '--version']);
  return isMissing({ tool: 'SpamAssassin', present, install: 'apt-get install -y spamassassin, as root' });
}

export interface SpamVerdict {
  score: number;
  /** Each rule that matched with its score, such as `HTML_MESSAGE=0.001`. */
  rules: string;
}

const OPTIONS = [
  // Local rules alone, without user preferences.
  ...['-L', '-x', '--mbox'],
  // Without learning, so that the same email always gets the same score.
  '--cf=use_bayes 0',
  '--cf=add_header all Rules _TESTSSCORES(,)_',
];

/** SpamAssassin's verdicts on complete messages, with its bundled rules, in the order of the messages. */
export function spamVerdicts(messages: readonly Buffer[]): SpamVerdict[] {
  const mbox = messages
    .map((message, index) => `${SEPARATOR}${NUMBER}: ${index}\n${quoted(message)}\n`)
    .join('');
  const [program = '', ...args] = [...ALONE, 'spamassassin', ...OPTIONS];
  const { status, stdout, stderr } = spawnSync(program, args, {
    input: Buffer.from(mbox, 'latin1'),
    encoding: 'latin1',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`SpamAssassin failed: ${stderr}`);
  // They come back in another order.
  const verdicts = new Map(stdout.split(SEPARATOR).slice(1).map(readVerdict));
  return messages.map((_, index) => {
    const verdict = verdicts.get(index);
    if (verdict === undefined) throw new Error(`SpamAssassin said nothing of message ${index}.`);
    return verdict;
  });
}

const SEPARATOR = 'From laboratory@verdicts.test Thu Jan  1 00:00:00 1970\n';
const NUMBER = 'X-Laboratory-Number';

/** A message as in an mbox file: LF, and no line that begins like the next message. */
const quoted = (message: Buffer): string =>
  message
    .toString('latin1')
    .replaceAll('\r\n', '\n')
    .replace(/^(>*From )/gm, '>$1');

function readVerdict(message: string): [number: number, SpamVerdict] {
  const unfolded = message.replace(/\n[ \t]+/g, ' ');
  const field = (name: string) => new RegExp(`^${name}: (.*)`, 'm').exec(unfolded)?.[1] ?? '';
  const score = Number.parseFloat(field('X-Spam-Status').replace(/^.*score=/, ''));
  if (Number.isNaN(score)) throw new Error(`No verdict in: ${message.slice(0, 300)}`);
  return [Number(field(NUMBER)), { score, rules: field('X-Spam-Rules') }];
}
