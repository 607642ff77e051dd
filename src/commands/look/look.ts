import type { Command } from 'commander';
import type { Look } from '../../look/look.ts';
import { LOOK_LIMITS } from '../../look/look.ts';
import { editLook, type LookEdit, type LookField } from '../../look/look-fields.ts';
import type { StoredLook } from '../../look/look-store.ts';
import { AppError } from '../../shared/errors.ts';
import { type StoreContext, withStores } from '../command-action.ts';
import { logoFromFile, readLookFile, writeLook } from './look-file.ts';
import { describeLook, lookView } from './look-view.ts';

/** Options that set a text, by the field that each sets. */
const TEXT_OPTIONS = {
  accent: ['--accent <colour>', 'the colour of the stripe and the button, such as #2440b0'],
  tagline: ['--tagline <text>', `beside the name on pages, at most ${LOOK_LIMITS.tagline} characters`],
  siteUrl: ['--site <url>', 'your site, linked in footers'],
  privacyUrl: ['--privacy <url>', 'your privacy page, linked in footers'],
  footerText: ['--footer <text>', `in footers, at most ${LOOK_LIMITS.footerText} characters`],
  'signUp.heading': ['--sign-up-heading <text>', 'on the sign-up page'],
  'signUp.text': ['--sign-up-text <text>', 'below that heading'],
  'signUp.button': ['--sign-up-button <text>', 'on its button'],
  'signUp.note': ['--sign-up-note <text>', 'below the words of consent'],
  'signUp.thanks': ['--thanks <text>', 'on the page that follows a sign-up'],
  'confirmation.subject': ['--confirm-subject <text>', 'of the email that asks to confirm'],
  'confirmation.heading': ['--confirm-heading <text>', 'in that email'],
  'confirmation.text': ['--confirm-text <text>', 'in that email, after what was asked for'],
  'confirmation.button': ['--confirm-button <text>', 'on its button'],
  'confirmation.welcome': ['--welcome <text>', 'on the page that follows a confirmation'],
} as const satisfies Record<LookField, readonly [flags: string, description: string]>;

type SetOptions = Record<string, string | string[] | undefined> & {
  social?: string[];
  logo?: string;
  logoAlt?: string;
};

export function addLookCommands(program: Command): void {
  const look = program.command('look').description('your logo, colour and words, in emails and on pages');
  look
    .command('show')
    .description('show what is set')
    .addHelpText('after', '\nExample:\n  verdicts look show')
    .action(withStores(showLook));
  const set = look
    .command('set')
    .description('change the look from the next issue on; an empty text clears it')
    .option('--logo <file>', 'a picture; empty for none')
    .option('--logo-alt <text>', 'read aloud instead of the logo; empty for the name of the newsletter')
    .option('--social <label=url...>', `links in footers, at most ${LOOK_LIMITS.socialLinks}; replaces all`);
  for (const [flags, description] of Object.values(TEXT_OPTIONS)) set.option(flags, description);
  set
    .addHelpText(
      'after',
      '\nExample:\n  verdicts look set --accent "#f06a1a" --logo logo.png --social "Mastodon=https://social.example/@us"',
    )
    .action(withStores(setLook));
  look
    .command('export')
    .description('write the look as JSON, and the logo beside it')
    .argument('<path>', 'a folder, or a file that ends in .json')
    .addHelpText('after', '\nExample:\n  verdicts look export my-look')
    .action(withStores(exportLook));
  look
    .command('import')
    .description('replace the look with one that was exported')
    .argument('<path>', 'the folder or the file')
    .addHelpText('after', '\nExample:\n  verdicts look import my-look')
    .action(withStores(importLook));
}

async function showLook({ app, output }: StoreContext) {
  return report(await app.lookStore.readLook(), { app, output });
}

async function report(stored: StoredLook, { app, output }: Pick<StoreContext, 'app' | 'output'>) {
  const { logo } = stored.look;
  const isLogoLost = logo !== null && (await app.lookStore.readLogo(logo.hash)) === null;
  const viewed = { ...stored, isLogoLost };
  output.result(lookView(viewed), () => describeLook(viewed));
  return true;
}

async function setLook(context: StoreContext, options: SetOptions) {
  if (Object.keys(options).length === 0)
    throw new AppError(
      'usage',
      'Say what to change. To see what can be changed, run: verdicts look set --help',
    );
  const stored = await context.app.lookStore.readLook();
  const { png, edit } = await editOf(options, stored.look);
  const edited = editLook(stored.look, edit);
  if (!edited.ok) throw new AppError('input', optionProblems(edited.problems));
  return save(context, { look: edited.look, png, revision: stored.revision });
}

async function editOf(options: SetOptions, look: Look): Promise<{ edit: LookEdit; png: Uint8Array | null }> {
  const fields: LookEdit['fields'] = {};
  for (const [field, [flags]] of Object.entries(TEXT_OPTIONS)) {
    const value = options[optionName(flags)];
    if (typeof value === 'string') fields[field as LookField] = value;
  }
  const taken = await logoOf(options, look);
  const links = options.social?.filter((link) => link.trim() !== '').map(socialLink);
  return {
    edit: {
      fields,
      ...(links !== undefined && { socialLinks: links }),
      ...(taken !== undefined && { logo: taken.logo }),
    },
    png: taken?.png ?? null,
  };
}

/** A line for each option that is wrong. */
function optionProblems(problems: Readonly<Record<string, string>>): string {
  const options: Record<string, readonly [flags: string, description: string]> = TEXT_OPTIONS;
  const optionAt = (place: string) => {
    const [option] = options[place]?.[0].split(' ') ?? [];
    return option ?? (place.startsWith('socialLinks') ? '--social' : '--logo-alt');
  };
  return Object.entries(problems)
    .map(([place, problem]) => `${optionAt(place)}: ${problem}`)
    .join('\n');
}

/** As commander names it: `signUpHeading` for `--sign-up-heading <text>`. */
function optionName(flags: string): string {
  const [name = ''] = flags.slice(2).split(' ');
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

async function logoOf({ logo: path, logoAlt }: SetOptions, { logo }: Look) {
  const alt = logoAlt === undefined ? (logo?.alt ?? null) : logoAlt.trim() || null;
  if (path !== undefined && path.trim() !== '') return logoFromFile(path, alt);
  if (path !== undefined && logoAlt?.trim())
    throw new AppError(
      'usage',
      '--logo "" removes the logo, so --logo-alt has nothing to describe. Leave one of them out.',
    );
  if (path !== undefined) return { logo: null, png: null };
  if (logoAlt === undefined) return undefined;
  if (logo === null) throw new AppError('usage', 'There is no logo to describe. Set one with --logo <file>.');
  return { logo: { ...logo, alt }, png: null };
}

function socialLink(given: string): { label: string; url: string } {
  const at = given.indexOf('=');
  if (at > 0) return { label: given.slice(0, at), url: given.slice(at + 1) };
  throw new AppError(
    'usage',
    `--social needs a label and a link, as in "Mastodon=https://social.example/@us".`,
  );
}

async function exportLook({ app, output }: StoreContext, path: string) {
  const { look } = await app.lookStore.readLook();
  const png = look.logo === null ? null : await app.lookStore.readLogo(look.logo.hash);
  if (look.logo !== null && png === null)
    throw new AppError(
      'refused',
      'Nothing was written: the logo’s picture is missing from the database. Set it again with "verdicts look set --logo <file>", or remove it with --logo "".',
    );
  const files = await writeLook(path, look, png);
  output.result({ files }, () => files.map((file) => `Written: ${file}`));
  return true;
}

async function importLook(context: StoreContext, path: string) {
  const { look, png } = await readLookFile(path);
  const { revision } = await context.app.lookStore.readLook();
  return save(context, { look, png, revision });
}

const NOT_SAVED = {
  'changed-meanwhile':
    'somebody else changed the look at the same time. Check it with "verdicts look show", then run this again.',
  'unknown-logo':
    'the logo’s picture is missing from the database. Set it again with --logo <file>, or remove it with --logo "".',
} as const;

async function save(
  { app, output }: Pick<StoreContext, 'app' | 'output'>,
  change: { look: Look; png: Uint8Array | null; revision: number },
): Promise<boolean> {
  const outcome = await app.lookStore.saveLook({ ...change, at: app.clock.now() });
  if (outcome.kind !== 'saved')
    throw new AppError('refused', `Nothing was saved: ${NOT_SAVED[outcome.kind]}`);
  return report({ look: change.look, revision: outcome.revision }, { app, output });
}
