import type { DocumentStoreUnavailable } from '@commissioning/document-store';
import type { StoreUnavailable } from '@commissioning/event-store';
import type { ClockDoubted } from './clock';
import type { Fault, Refusal, Role, Undecodable } from '@commissioning/kernel';

/** No action of this name exists on this kind of aggregate. */
export interface UnknownAction {
  readonly _tag: 'UnknownAction';
  readonly action: string;
  readonly known: ReadonlyArray<string>;
}

/** The command is not of the action's shape; a fault for each wrong or unknown field. */
export interface Malformed {
  readonly _tag: 'Malformed';
  readonly faults: ReadonlyArray<Fault>;
}

/** The role may not do this. */
export interface NotAllowed {
  readonly _tag: 'NotAllowed';
  readonly action: string;
  readonly role: Role;
  readonly allowed: ReadonlyArray<Role>;
}

/** There is no such commission, decision, fund or provider. */
export interface NotFound {
  readonly _tag: 'NotFound';
  readonly stream: string;
}

/** A rule said no. */
export interface Refused {
  readonly _tag: 'Refused';
  readonly refusal: Refusal;
  /** Version of the rule book in force; 0 when there is none. */
  readonly ruleBookVersion: number;
}

/** The caller named a revision, and the stream is at another one. */
export interface Stale {
  readonly _tag: 'Stale';
  readonly stream: string;
  readonly named: number;
  readonly actual: number;
}

/** Others kept changing the stream while this command was decided again and again. */
export interface Contended {
  readonly _tag: 'Contended';
  readonly stream: string;
  readonly attempts: number;
}

/** The command id was used before, for something else. */
export interface CommandIdReused {
  readonly _tag: 'CommandIdReused';
  readonly commandId: string;
}

/** An event of the stream cannot be read: nothing can be decided on it until somebody looks into it. */
export interface Unreadable {
  readonly _tag: 'Unreadable';
  readonly stream: string;
  readonly revision: number;
  readonly cause: Undecodable;
}

/** A sealed bid cannot be opened: its document is missing or damaged. Nothing of the opening was recorded. */
export interface SealBroken {
  readonly _tag: 'SealBroken';
  readonly bid: string;
  readonly reason: string;
}

/** A key to sealed bids was handed in by somebody who does not hold it. */
export interface KeyNotTaken {
  readonly _tag: 'KeyNotTaken';
  readonly reason: string;
}

/** Bids are to be opened, and keys that open them have not been handed in: of each half by one of these people. */
export interface KeysMissing {
  readonly _tag: 'KeysMissing';
  readonly holders: ReadonlyArray<ReadonlyArray<string>>;
}

/** Why a command was not carried out. */
export type CommandFailure =
  | UnknownAction
  | Malformed
  | NotAllowed
  | NotFound
  | Refused
  | Stale
  | Contended
  | CommandIdReused
  | Unreadable
  | SealBroken
  | KeyNotTaken
  | KeysMissing
  | ClockDoubted
  | StoreUnavailable
  | DocumentStoreUnavailable;
