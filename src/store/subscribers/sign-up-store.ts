import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { Engine } from '../engine.ts';
import { createLinks } from './links.ts';
import { createOwnChanges } from './own-changes.ts';
import { removeUnconfirmed } from './remove-unconfirmed.ts';
import { createSignUps } from './sign-ups.ts';
import { createEmails } from './transactional-emails.ts';

export function createSignUpStore(engine: Engine): SignUpStore {
  return {
    ...createSignUps(engine),
    ...createLinks(engine),
    ...createOwnChanges(engine),
    ...createEmails(engine),
    removeUnconfirmed: (step) => engine.write((db) => removeUnconfirmed(db, step)),
  };
}
