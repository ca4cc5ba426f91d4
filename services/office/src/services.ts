import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import type { Engines } from './engines';

/** What an office is made of. Together they are one process; apart each is one or several of them. */
const serviceNames = ['commands', 'queries', 'projector', 'watch', 'relay'] as const;
export type ServiceName = (typeof serviceNames)[number];
export type Services = ReadonlySet<ServiceName>;

export const allServices: Services = new Set(serviceNames);

const isService = (name: string): name is ServiceName => serviceNames.some((known) => known === name);

const partsOf = (text: string): ReadonlyArray<string> => text.split(',').map((part) => part.trim());

/** A list of services, parted by commas. */
export const ServiceList = t.refinement(
  t.string,
  (text) => partsOf(text).every(isService),
  `some of ${serviceNames.join(', ')}, parted by commas`,
);

export const servicesIn = (text: string): Services => new Set(partsOf(text).filter(isService));

/**
 * Whether these services can run by themselves: those that run elsewhere must find the same log, read models and
 * documents, which no embedded engine lets two processes have.
 */
export const canRunApart = (
  services: Services,
  { eventStore, readStore, documentStore }: Engines,
): E.Either<string, void> => {
  // Without a relay nothing else misses anything.
  const missing = serviceNames.filter((name) => name !== 'relay' && !services.has(name));
  const embedded = [
    ...(eventStore.engine === 'sqlite' ? ['EVENT_STORE'] : []),
    ...(readStore.engine === 'sqlite' ? ['READ_STORE'] : []),
    ...(documentStore.engine === 'folder' ? ['DOCUMENT_STORE'] : []),
  ];
  return missing.length === 0 || embedded.length === 0
    ? E.right(undefined)
    : E.left(
        `SERVICES leaves ${missing.join(', ')} to other processes; ${embedded.join(' and ')} must then be on a server, where they find the same.`,
      );
};
