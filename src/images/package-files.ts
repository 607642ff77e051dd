import { basename } from 'node:path';
import { projectPath, sourcePath } from '../shared/project-path.ts';

/** What is read from packages when something is drawn. The build copies it beside the program. */
export const PACKAGE_FILES = {
  resvg: '@resvg/resvg-wasm/index_bg.wasm',
  regular: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
} as const;

export type PackageFile = keyof typeof PACKAGE_FILES;

/** Its absolute path, in the sources as in the built program. */
export function packageFile(file: PackageFile): string {
  const path = PACKAGE_FILES[file];
  return import.meta.url.endsWith('.ts')
    ? projectPath('node_modules', path)
    : sourcePath('images', basename(path));
}
