import type { CsvRow } from './csv-rows.ts';
import { exportWord, type Standing } from './known-exports.ts';
import type { ExportPlaces, NamedPlace } from './recognise-export.ts';
import type { ColumnPlaces } from './subscriber-columns.ts';
import { hasWrongWidth, type RowReading, readSubscriberRow, wrongWidth } from './subscriber-row.ts';

/**
 * Makes a reader of the rows of a recognised export: each is put into our own columns and then read as those are. Of
 * several things that it says of somebody, what keeps mail away counts.
 */
export function createExportReader(places: ExportPlaces): (row: CsvRow) => RowReading {
  const createdAtLabel = places.createdAt.map(({ label }) => label).join(' or ');
  const own: ColumnPlaces = { ...OWN, createdAtLabel };
  return (row) => {
    const { fields } = row;
    if (hasWrongWidth(fields, places.width)) return refused(wrongWidth(fields, places.width));
    const standings = standingsOf(fields, places);
    if (typeof standings === 'string') return refused(standings);
    const createdAt = firstOf(fields, places.createdAt);
    const isOther = createdAt === '' && places.createdAt.length > 0 && places.export.holdsOthers === true;
    if (isOther && standings.every((standing) => standing === 'confirmed')) {
      return refused(`Nothing stands in ${createdAtLabel}: nothing shows that this person asked for mail.`);
    }
    const name = places.name.map((place) => fields[place] ?? '').join(' ');
    const email = fields[places.email] ?? '';
    return readSubscriberRow(
      { ...row, fields: [email, name, statusOf(standings), createdAt, suppressionOf(standings)] },
      own,
    );
  };
}

const OWN = { email: 0, name: 1, status: 2, created_at: 3, suppressed: 4, width: 5 };

const refused = (reason: string) => ({ ok: false as const, reason });

/** All that a row says of somebody, or a sentence that says why that is not known. */
function standingsOf(
  fields: readonly string[],
  { status, marks, fileMarks }: ExportPlaces,
): Standing[] | string {
  const standings: Standing[] = [];
  if (status !== null) {
    const standing = status.words.get(exportWord(fields[status.place] ?? ''));
    if (standing === undefined) return unknownWord(status);
    standings.push(standing);
  }
  for (const { place, standing } of marks) if (hasContent(fields[place])) standings.push(standing);
  for (const { place, standing } of fileMarks) if (hasContent(fields[place])) standings.push(standing);
  const [fileMark] = fileMarks;
  return fileMark !== undefined && standings.length === 0 ? unclear(fileMark) : standings;
}

const hasContent = (field: string | undefined) => field !== undefined && field.trim() !== '';

function firstOf(fields: readonly string[], places: readonly NamedPlace[]): string {
  return places.map(({ place }) => (fields[place] ?? '').trim()).find((field) => field !== '') ?? '';
}

function unknownWord({ label, words }: NamedPlace & { words: ReadonlyMap<string, Standing> }): string {
  return `What stands in ${label} is not known: use ${[...words.keys()].join(', ')}.`;
}

function unclear({ label }: NamedPlace): string {
  return `Nothing stands in ${label}, so nobody knows whether this person left. Import the files of the export one by one, each as it came.`;
}

function statusOf(standings: readonly Standing[]): string {
  return (
    (['unsubscribed', 'pending'] as const).find((standing) => standings.includes(standing)) ?? 'confirmed'
  );
}

function suppressionOf(standings: readonly Standing[]): string {
  return (['complained', 'bounced'] as const).find((standing) => standings.includes(standing)) ?? '';
}
