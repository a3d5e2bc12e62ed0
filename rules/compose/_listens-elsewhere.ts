import { attribute, type Fact, type View } from 'turnaround/rule';
import type { Built } from '../_built.ts';
import { hasSettings } from './_ports.ts';
import { commandsOf, mentionsOf, ofService } from './_services.ts';

/** Whether another command, stage, port variable or settings file may make it listen on another port. */
export function listensElsewhere(view: View, { listens }: Built, service: Fact): boolean {
  const name = String(service.value);
  const mentions = mentionsOf(view, service, name);
  return (
    mentions[0]?.file !== service.file ||
    mentions.some(({ attributes }) => attributes?.['target'] !== undefined || attributes?.['extends'] === true) ||
    commandsOf(view, service, name).length > 0 ||
    (listens.length === 0 && hasSettings(view, service)) ||
    ofService(view, service, name, 'variable.set').some((one) => /PORT|BIND|LISTEN/.test(one.value))
  );
}

/** Whether another file publishes the port for an image that it builds itself. Nothing shows that both are merged. */
export function isBuiltThere(view: View, port: Fact, service: Fact): boolean {
  const isOwn = (one: Fact): boolean => one.value === service.value && attribute(one, 'context') !== undefined;
  return port.file !== service.file && view.about('service', port.file).some(isOwn);
}
