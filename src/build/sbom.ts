import { execFileSync } from 'node:child_process';
import { z } from 'zod';
import type { ThirdParty } from './bundled-packages.ts';

/** What is read of npm's document, which is CycloneDX 1.5; all else of a component is kept as it is. */
const documentSchema = z.object({
  $schema: z.string(),
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z.object({
    component: z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() }),
  }),
  components: z.array(z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() })),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});
type Document = z.infer<typeof documentSchema>;

/** npm says of packages, before they were bundled, what no longer holds: that only development needs them. */
const REWRITTEN = { scope: 'required', properties: [], externalReferences: [] } as const;

/**
 * A bill of materials of the built program, in CycloneDX: npm's own of the whole checkout, without what is not in the
 * program. It has no time and no random number, so the same packages give the same bytes.
 *
 * @param extra Components that npm knows nothing of.
 * @throws Error where npm's document lacks one of the packages: then `node_modules` is not what the lock file says.
 */
export function makeSbom(
  { packages, name, root }: { packages: readonly ThirdParty[]; name: string; root: string },
  extra: readonly object[] = [],
): string {
  const all = askNpm(root);
  const wanted = new Set(packages.map((one) => `${one.name}@${one.version}`));
  const components = all.components.filter((one) => wanted.delete(`${one.name}@${one.version}`));
  if (wanted.size > 0)
    throw new Error(
      `package-lock.json does not have what is installed: ${[...wanted].join(', ')}. Run npm ci, then build again.`,
    );
  return `${JSON.stringify(
    {
      $schema: all.$schema,
      bomFormat: all.bomFormat,
      specVersion: all.specVersion,
      version: 1,
      metadata: {
        lifecycles: [{ phase: 'build' }],
        component: { ...all.metadata.component, ...REWRITTEN, type: 'application', name },
      },
      components: [...components.map((one) => ({ ...one, ...REWRITTEN })), ...extra],
      dependencies: dependenciesAmong(all, components),
    },
    null,
    2,
  )}\n`;
}

/** npm 10 names a package once for each folder that it is in. */
function dependenciesAmong(all: Document, components: Document['components']): Document['dependencies'] {
  const refs = new Set([...components, all.metadata.component].map((one) => one['bom-ref']));
  const byRef = new Map(all.dependencies.map((one) => [one.ref, one.dependsOn]));
  return [...byRef]
    .filter(([ref]) => refs.has(ref))
    .map(([ref, dependsOn]) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
}

function askNpm(root: string): Document {
  const parameters = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const text = execFileSync('npm', parameters, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return documentSchema.parse(JSON.parse(text));
}
