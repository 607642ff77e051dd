import { sqliteCause, storageError } from './storage-error.ts';

/** The same store, whose failures are AppErrors `storage` that say what to do; its other errors stay as they are. */
export function withStorageErrors<Store extends object>(store: Store, path: string): Store {
  const explained = (error: unknown) =>
    sqliteCause(error) === undefined ? error : storageError(error, path);
  const guarded =
    (method: (...parameters: unknown[]) => unknown) =>
    (...parameters: unknown[]) => {
      try {
        const result = method.apply(store, parameters);
        if (typeof result === 'function') return guarded(result as typeof method);
        return result instanceof Promise ? result.catch(rethrow) : result;
      } catch (error) {
        throw explained(error);
      }
    };
  const rethrow = (error: unknown) => {
    throw explained(error);
  };
  const entries = Object.entries(store).map(([name, value]) => [
    name,
    typeof value === 'function' ? guarded(value) : value,
  ]);
  return Object.fromEntries(entries) as Store;
}
