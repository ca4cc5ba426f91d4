import type { DocumentStore } from '@commissioning/document-store';
import type { EventStore } from '@commissioning/event-store';
import type { KeyStore } from '@commissioning/record';
import type { Clock } from './clock';

/** All that carrying out a command reaches for. */
export interface CommandPorts {
  readonly events: EventStore;
  readonly documents: DocumentStore;
  readonly keys: KeyStore;
  /** What every event is stamped by. */
  readonly clock: Clock;
  /** A new event id: UUIDs that sort by the time they were made. */
  readonly newId: () => string;
}
