import type { ProviderEvent } from '@commissioning/domain';
import { type Identify, notSignedIn, type Problem, sendProblem } from '@commissioning/http';
import {
  erased,
  type Happened,
  type Instant,
  type JsonObject,
  ProviderRef,
  type Role,
  streamName,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { barredByRole, noSuch } from './answering';
import { overStream, type ReplayPorts } from './replayed';
import { noted, type NoteViewing } from './viewing';

/** One entry in which a person is named, with what it says of them, when and in which role it was made. */
interface EntryOnPerson {
  readonly event: string;
  readonly type: string;
  readonly recordedAt: Instant;
  readonly byRole: Role;
  readonly name: string;
  readonly email: string | null;
}

/** How somebody was erased, and why. */
interface ErasureOfPerson {
  readonly recordedAt: Instant;
  readonly ground: string;
  readonly requestedOn: string | null;
  readonly file: string | null;
}

/** All that the record holds of a person named in it. */
interface HeldOfPerson {
  readonly entries: ReadonlyArray<EntryOnPerson>;
  readonly erasure: ErasureOfPerson | null;
  /** What keeps the record of their provider whole, so that nobody in it is erased meanwhile. */
  readonly holds: ReadonlyArray<string>;
}

const nothing: HeldOfPerson = { entries: [], erasure: null, holds: [] };

/** What an event adds to what is held of a person. */
const heldAfter =
  (person: string) =>
  (before: HeldOfPerson, { id, type, data, metadata }: Happened<ProviderEvent>): HeldOfPerson => {
    const { recordedAt, actor } = metadata;
    switch (type) {
      case 'ProviderRegistered':
      case 'ProviderDetailsChanged': {
        const { contact } = data;
        if (contact?.person !== person) return before;
        const { name, email = null } = contact;
        const entry = { event: id, type, recordedAt, byRole: actor.role, name, email };
        return { ...before, entries: [...before.entries, entry] };
      }
      case 'PersonErased': {
        if (data.person !== person) return before;
        const { ground, requestedOn = null, file = null } = data;
        return { ...before, erasure: { recordedAt, ground, requestedOn, file } };
      }
      case 'RecordsHeld':
        return { ...before, holds: [...before.holds, data.hold] };
      case 'HoldLifted':
        return { ...before, holds: before.holds.filter((hold) => hold !== data.hold) };
      case 'IdentifierClaimed':
      case 'DiligenceChecked':
      case 'ProviderExcluded':
      case 'ProviderReinstated':
      case 'EntryCorrected':
        return before;
    }
  };

const isReadable = ({ name, email }: EntryOnPerson): boolean =>
  [name, email ?? erased].some((each) => each !== erased);

export type HeldOfPersonPorts = ReplayPorts & {
  readonly identify: Identify;
  readonly noteViewing?: NoteViewing;
};

/**
 * Answers somebody who asks what is held of them (UK GDPR article 15): read from the log, for it stands in no read model,
 * by an administrator, and noted before it is shown.
 */
export const heldOfPersonRoute = (app: FastifyInstance, options: HeldOfPersonPorts): void => {
  const heldOf = async (provider: string, person: string): Promise<E.Either<Problem, HeldOfPerson>> => {
    const unknown = noSuch(`${provider}/${person}`);
    if (!ProviderRef.is(provider)) return E.left(unknown);
    const stream = streamName('provider', provider);
    const read = { clearance: 'personal' } as const;
    const held = await overStream<ProviderEvent, HeldOfPerson>(
      options,
      stream,
      read,
      nothing,
      heldAfter(person),
    )();
    return E.isRight(held) && held.right.entries.length === 0 ? E.left(unknown) : held;
  };

  app.get<{ Params: { id: string; person: string } }>(
    '/v1/providers/:id/persons/:person',
    async (request, reply) => {
      const actor = options.identify(request);
      if (actor === undefined) return sendProblem(reply, notSignedIn);
      if (actor.role !== 'administrator') return sendProblem(reply, barredByRole);
      const { id, person } = request.params;
      const held = await heldOf(id, person);
      if (E.isLeft(held)) return sendProblem(reply, held.left);
      const viewing = await noted(options.noteViewing, {
        viewer: actor,
        what: 'person',
        of: `${id}/${person}`,
        kinds: held.right.entries.some(isReadable) ? ['contact'] : [],
      })();
      if (E.isLeft(viewing)) return sendProblem(reply, viewing.left);
      return reply.send({ provider: id, person, ...held.right } as unknown as JsonObject);
    },
  );
};
