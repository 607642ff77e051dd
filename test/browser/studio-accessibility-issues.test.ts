import { examineStudio } from './examine-studio.ts';
import { ISSUE_CASES } from './studio-cases.ts';

examineStudio(ISSUE_CASES);
