/** The same object, whose methods throw what `explain` makes of their errors. */
export function explainErrors<Store extends object>(
  store: Store,
  explain: (error: unknown) => unknown,
): Store {
  const rethrow = (error: unknown) => {
    throw explain(error);
  };
  const guarded =
    (method: (...parameters: unknown[]) => unknown) =>
    (...parameters: unknown[]): unknown => {
      try {
        const result = method.apply(store, parameters);
        if (typeof result === 'function') return guarded(result as typeof method);
        return result instanceof Promise ? result.catch(rethrow) : result;
      } catch (error) {
        return rethrow(error);
      }
    };
  const entries = Object.entries(store).map(([name, value]) => [
    name,
    typeof value === 'function' ? guarded(value) : value,
  ]);
  return Object.fromEntries(entries) as Store;
}

/** Each of these objects, as {@link explainErrors} has them. */
export function explainErrorsOfEach<Stores extends Record<string, object>>(
  stores: Stores,
  explain: (error: unknown) => unknown,
): Stores {
  const entries = Object.entries(stores).map(([name, store]) => [name, explainErrors(store, explain)]);
  return Object.fromEntries(entries) as Stores;
}
