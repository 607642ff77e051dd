import type { App } from '../app/compose-app.ts';
import type { SendForecast } from '../issue-actions/forecast-send.ts';
import { transportInWords } from '../issues/newsletter.ts';
import { audienceInWords, deliveriesInWords } from './issue-view.ts';

/** The question before sending; null if nothing would be sent. */
export function sendQuestion(
  { slot, reason, begun, audience, deliveries }: SendForecast,
  { transportName }: App['config'],
): string | null {
  if (reason !== null) return null;
  if (begun) {
    const stand = `${audienceInWords(audience)}; ${deliveriesInWords(deliveries)}`;
    return `Go on sending the issue of ${slot} through ${transportInWords(transportName)}? Its audience is fixed: ${stand}`;
  }
  return `Send the issue of ${slot} through ${transportInWords(transportName)}? ${audienceInWords(audience)}`;
}
