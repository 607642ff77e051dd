import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { type HealthDeps, health } from './health.ts';
import { problem } from './problem.ts';
import { type ProviderWebhookDeps, providerWebhook } from './provider-webhook.ts';

export type HttpDeps = HealthDeps & ProviderWebhookDeps;

/** Everything that the program answers over HTTP. It never listens: see `listen.ts`. */
export function createHttpApp(deps: HttpDeps): Hono {
  const app = new Hono();
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (context, methods) =>
        problem(context, { status: 405, title: 'Method not allowed' }, { Allow: methods.join(', ') }),
    }),
  );
  app.route('/', health(deps));
  app.route('/', providerWebhook(deps));
  app.notFound((context) => problem(context, { status: 404, title: 'There is nothing here' }));
  app.onError((error, context) => {
    deps.onError(error);
    return problem(context, { status: 500, title: 'Something went wrong' });
  });
  return app;
}
