import { examineStudio } from './examine-studio.ts';
import { STORE_CASES } from './studio-cases.ts';

examineStudio(STORE_CASES);
