import { type JsonObject, momentInWords } from '@commissioning/kernel';
import type { EntryDocument, RegisterName } from '@projections/registers';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { notSignedIn } from '@commissioning/http';
import { rulesAndActions } from './api';
import { type QueryString, textOf } from './asking';
import { type RegisterPorts, registersFor, registersFrom } from './registers';
import { changedOn, type Showing } from './showing';

const names: Readonly<Record<RegisterName, { readonly text: string; readonly lead: string }>> = {
  exceptions: {
    text: 'Exceptions',
    lead: 'Every rule of policy that was set aside: which, on which ground, by whom and under which decision.',
  },
  'direct-awards': {
    text: 'Awards without competition',
    lead: 'Every award that was allowed without competition: on which ground, and what shows it.',
  },
  interests: { text: 'Interests', lead: 'What people declared, and how it was settled.' },
  withholdings: {
    text: 'Withheld parts',
    lead: 'What is not told to the public, on which ground and in whose view.',
  },
  corrections: {
    text: 'Corrections',
    lead: 'Slips that were put right: what stood where, and what does now.',
  },
  refusals: { text: 'Refusals', lead: 'What was asked for and refused, by which rule.' },
  erasures: {
    text: 'Erasures',
    lead: 'Who was erased, on which ground; and where records were held, so that nobody in them was.',
  },
  clock: {
    text: 'The clock',
    lead: 'When the clock of the record was in doubt, and who confirmed it by which other one.',
  },
  access: { text: 'Access', lead: 'Who was shown what that is sensitive; never what they read in it.' },
};

const sentences: ReadonlyMap<string, string> = new Map(
  rulesAndActions().map(({ id, sentence }) => [id, sentence]),
);

interface Line {
  readonly name: string;
  readonly value: string;
}

const line = (name: string, value: string | null): ReadonlyArray<Line> =>
  value === null || value === '' ? [] : [{ name, value }];

const interestsIn = (
  interests: Extract<EntryDocument, { register: 'interests' }>['general'],
): string | null =>
  interests === null
    ? null
    : interests.length === 0
      ? 'none'
      : interests.map(({ nature }) => nature).join('; ');

/** What stands in a register, and what is told of it line by line. */
const told = (entry: EntryDocument): { readonly what: string; readonly lines: ReadonlyArray<Line> } => {
  switch (entry.register) {
    case 'exceptions':
      return {
        what: entry.rule,
        lines: [
          ...line('Rule', sentences.get(entry.rule) ?? null),
          ...line('Ground', entry.ground),
          ...line('Authorised by', entry.authorisedBy),
          ...line('Decision', entry.decision),
        ],
      };
    case 'direct-awards':
      return { what: entry.ground.replaceAll('-', ' '), lines: line('Shown by', entry.evidence) };
    case 'interests':
      return {
        what: entry.person,
        lines: [
          ...line('In general', interestsIn(entry.general)),
          ...line('Against the bidders', interestsIn(entry.bidders)),
          ...entry.settled.flatMap(({ handled, reason }) =>
            line('Settled', `${handled.replaceAll('-', ' ')}: ${reason}`),
          ),
        ],
      };
    case 'withholdings':
      return {
        what: entry.item,
        lines: [
          ...line('Ground', entry.ground.replaceAll('-', ' ')),
          ...line('In the view of', entry.inTheViewOf.replaceAll('-', ' ')),
          ...line('Of decision', entry.decision),
          ...line('Of award', entry.award),
          ...line('Until', entry.until),
        ],
      };
    case 'corrections':
      return {
        what: entry.of,
        lines: [
          ...entry.fields.flatMap(({ field, from, to }) => line(field, `${from} → ${to}`)),
          ...line('Why', entry.reason),
        ],
      };
    case 'refusals':
      return {
        what: entry.rule,
        lines: [
          ...line('Rule', sentences.get(entry.rule) ?? null),
          ...line('Asked for', `${entry.action} on ${entry.stream}`),
          ...line('Found', entry.facts),
        ],
      };
    case 'erasures':
      return {
        what: { erased: 'Person erased', held: 'Records held', lifted: 'Hold lifted' }[entry.what],
        lines: [
          ...line('Provider', entry.provider),
          ...line('Whom', entry.person),
          ...line('Ground', entry.ground?.replaceAll('-', ' ') ?? null),
          ...line('Asked for on', entry.requestedOn),
          ...line('File', entry.file),
          ...line('Hold', entry.hold),
          ...line('Why', entry.reason),
        ],
      };
    case 'clock':
      return {
        what: momentInWords(entry.recordedAt),
        lines: [
          ...line('Another clock said', momentInWords(entry.read)),
          ...line('Why it was asked', entry.reason),
        ],
      };
    case 'access':
      return {
        what: `${entry.what} ${entry.of}`,
        lines: line('Kinds of parts', entry.kinds.join(', ')),
      };
  }
};

/** The page of registers of how commissioning was done: each for those who may read it. */
export const registersPage = (
  app: FastifyInstance,
  options: RegisterPorts,
  { send, sorry, nextPage }: Showing,
): void => {
  const answer = registersFrom(options);

  app.get('/registers', async (request, reply) => {
    const actor = options.identify(request);
    if (actor === undefined) return sorry(reply, notSignedIn);
    const query = request.query as QueryString;
    const readable = registersFor(actor);
    const register = textOf(query, 'register') ?? readable[0] ?? 'exceptions';
    const found = await answer(request, register, ['register', 'commission']);
    if (E.isLeft(found)) return sorry(reply, found.left);
    const { entries, next } = found.right;
    void reply.header('cache-control', 'private, no-store');
    const { text, lead } = names[register as RegisterName];
    return send(reply, 'registers.njk', {
      here: 'registers',
      heading: text,
      asData: `/v1/registers/${register}`,
      lead,
      entries: entries.map(({ body }: { readonly body: JsonObject }) => {
        const entry = body as unknown as EntryDocument;
        return { ...entry, ...told(entry) };
      }),
      registers: readable.map((value) => ({ value, text: names[value].text })),
      asked: { register, commission: textOf(query, 'commission') ?? '' },
      nextPage: nextPage(request, next === undefined ? {} : { next }),
      changedOn: changedOn({ documents: entries }),
    });
  });
};
