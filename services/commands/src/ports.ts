import type { DocumentStore } from '@commissioning/document-store';
import type { EventStore } from '@commissioning/event-store';
import type { Instant } from '@commissioning/kernel';
import type { KeyStore } from '@commissioning/record';

/** All that carrying out a command reaches for. */
export interface CommandPorts {
  readonly events: EventStore;
  readonly documents: DocumentStore;
  readonly keys: KeyStore;
  /** The moment it is. */
  readonly now: () => Instant;
  /** A new event id: UUIDs that sort by the time they were made. */
  readonly newId: () => string;
}
