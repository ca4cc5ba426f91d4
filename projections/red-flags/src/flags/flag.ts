import type { CalendarDate, EventId, Instant, LocalId, ProviderRef } from '@commissioning/kernel';
import type { FlaggedEvent } from '../events';
import type { Fact, FactDocument, SubjectKind } from '../documents';
import type { Thresholds } from '../thresholds';

/** A reason that the record has for what a flag asks about, and the event that says it. */
export interface Explanation {
  readonly event: EventId;
  readonly text: string;
}

/** One thing worth a look: what it is about, the figures, the events it stands on, and what explains it already. */
export interface Sign {
  readonly about: {
    readonly lot?: LocalId;
    readonly award?: LocalId;
    readonly bid?: LocalId;
    readonly provider?: ProviderRef;
    readonly person?: string;
    readonly period?: LocalId;
  };
  /** How soon it is worth a look; amber where nothing is said. */
  readonly level?: 'amber' | 'red';
  readonly figures: Readonly<Record<string, string | number>>;
  readonly events: ReadonlyArray<EventId>;
  readonly explained: ReadonlyArray<Explanation>;
}

/** What a flag found: over how many cases, and what is worth a look among them. */
export interface Look {
  readonly sample: number;
  readonly signs: ReadonlyArray<Sign>;
}

/** The facts about one subject, by their kinds; the day and moment at which the question is asked. */
export interface Facts {
  readonly of: <Kind extends FactDocument['kind']>(kind: Kind) => ReadonlyArray<Fact<Kind>>;
  readonly reference: string;
  readonly now: Instant;
  readonly today: CalendarDate;
}

/** A question that events raise by themselves. It says where to look, and never that something was wrong. */
export interface Flag {
  /** As the guide it is taken from numbers it; `E` where it comes from events alone. Published: never change one. */
  readonly id: string;
  readonly name: string;
  /** In plain words, when it is raised. */
  readonly asks: string;
  readonly source: string;
  /** What of the record it is worked out from. */
  readonly inputs: ReadonlyArray<FlaggedEvent['type']>;
  readonly of: SubjectKind;
  /** The fewest cases from which anything is said. */
  readonly minimum: number;
  /** Undefined where the question does not arise: no competition, no agreement, nothing opened yet. */
  readonly look: (facts: Facts, thresholds: Thresholds) => Look | undefined;
}

/** The Open Contracting Partnership’s guide to red flags, which most of these are taken from. */
export const guide = 'Open Contracting Partnership, Red flags in public procurement (2024)';
/** A test that Cardinal has in code, held to here. */
export const cardinal = `${guide}; as Cardinal 0.0.8 tests it`;
/** A test of this record’s own, on events that other systems do not keep. */
export const ownTest = 'This record: it keeps the events that the question needs';
