import { execFileSync } from 'node:child_process';
import { z } from 'zod';
import type { ThirdParty } from './bundled-packages.ts';

/** The parts we read of npm's CycloneDX 1.5 document; other fields of a component are kept as they are. */
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

/** npm's values describe the packages before bundling: that only development needs them. */
const REWRITTEN = { scope: 'required', properties: [], externalReferences: [] } as const;

/**
 * npm's CycloneDX document for the whole checkout, reduced to what is in the program; the same packages give the same
 * bytes.
 *
 * @param extra Components that npm does not know about.
 * @throws Error if npm's document lacks a package: `node_modules` then does not match the lock file.
 */
export function makeSbom(
  { packages, name, root }: { packages: readonly ThirdParty[]; name: string; root: string },
  extra: readonly object[] = [],
): string {
  const all = readNpmSbom(root);
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

/** npm 10 repeats a package for each folder that contains it. */
function dependenciesAmong(all: Document, components: Document['components']): Document['dependencies'] {
  const refs = new Set([...components, all.metadata.component].map((one) => one['bom-ref']));
  const byRef = new Map(all.dependencies.map((one) => [one.ref, one.dependsOn]));
  return [...byRef]
    .filter(([ref]) => refs.has(ref))
    .map(([ref, dependsOn]) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
}

function readNpmSbom(root: string): Document {
  const parameters = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const text = execFileSync('npm', parameters, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return documentSchema.parse(JSON.parse(text));
}
