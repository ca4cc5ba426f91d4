import {
  type Clearance,
  clearances,
  clears,
  faultInWords,
  type Happened,
  type Registry,
  type Undecodable,
} from '@commissioning/kernel';
import { happened, type KeyStore, type RecordedEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { Interrupted } from './failure';

/** Why a recorded event could not be opened. */
interface Unopened {
  readonly category: 'Decode' | 'UnknownType';
  readonly error: string;
}

export type Opened = E.Either<Unopened, Happened>;

/** Events of the log, in their order, each opened once for all who may see as much of it. */
export interface OpenPage {
  readonly events: ReadonlyArray<RecordedEvent>;
  readonly opened: (index: number, clearance: Clearance) => Opened;
}

/** A key file that cannot be read is no fault of the event: it is tried again, not set aside. */
const fromTheSystem = (error: unknown): boolean =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';

const unopened = (undecodable: Undecodable): Unopened => {
  switch (undecodable._tag) {
    case 'UnknownType':
      return { category: 'UnknownType', error: `${undecodable.storedType} is not known to this version` };
    case 'Malformed':
      return { category: 'Decode', error: undecodable.faults.map(faultInWords).join('; ') };
  }
};

const open = (registry: Registry, keys: KeyStore, event: RecordedEvent, clearance: Clearance): Opened => {
  try {
    return E.mapLeft(unopened)(happened(registry, keys, event, clearance));
  } catch (error) {
    if (fromTheSystem(error)) throw new Interrupted({ _tag: 'KeysUnavailable', reason: String(error) });
    return E.left({ category: 'Decode', error: String(error) });
  }
};

/** Opens pages of events, each event once for all who are given the same of it. */
export const makeOpener = (
  registry: Registry,
  keys: KeyStore,
): ((events: ReadonlyArray<RecordedEvent>) => OpenPage) => {
  const byType = new Map<string, ReadonlyMap<Clearance, Clearance>>();

  /** The least clearance that is given as much of an event of this type as another is. */
  const least = (storedType: string, clearance: Clearance): Clearance => {
    const known = byType.get(storedType);
    if (known !== undefined) return known.get(clearance) ?? clearance;
    const kinds: ReadonlyArray<Clearance> = registry
      .classifiedIn(storedType)
      .map(({ fieldClass }) => fieldClass.kind);
    byType.set(
      storedType,
      new Map(
        clearances.map((asked) => [
          asked,
          clearances.findLast(
            (level) => level !== 'public' && clears(asked, level) && kinds.includes(level),
          ) ?? 'public',
        ]),
      ),
    );
    return least(storedType, clearance);
  };

  return (events) => {
    const seen = new Map<Clearance, Array<Opened | undefined>>();
    const opened = (index: number, clearance: Clearance): Opened => {
      const event = events[index] as RecordedEvent;
      const level = least(event.type, clearance);
      let known = seen.get(level);
      if (known === undefined) seen.set(level, (known = []));
      return (known[index] ??= open(registry, keys, event, level));
    };
    return { events, opened };
  };
};
