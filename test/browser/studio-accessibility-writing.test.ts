import { examineStudio } from './examine-studio.ts';
import { WRITING_CASES } from './studio-cases.ts';

examineStudio(WRITING_CASES);
