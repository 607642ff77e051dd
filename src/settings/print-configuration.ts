import { configurationDocument } from './configuration-document.ts';

process.stdout.write(configurationDocument());
