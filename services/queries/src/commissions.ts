import { type Identify, problem, type Problem, sendProblem, worksHere } from '@commissioning/http';
import type { Instant, JsonObject } from '@commissioning/kernel';
import type { Moment, Stored } from '@commissioning/read-store';
import {
  type Competition,
  commissionsPage,
  evaluationKinds,
  evaluationOf,
  eventSeen,
  type FileDocument,
  fileSeen,
  type PartDocument,
  partSeen,
  partsOfFile,
  type Reader,
  readsEvaluations,
  type ScoresDocument,
  scoresOfFile,
  sensitiveAmong,
} from '@projections/commission-file';
import * as E from 'fp-ts/Either';
import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  answeringFrom,
  barredByRole,
  barredFrom,
  nextLink,
  noSuch,
  notKeptAsAt,
  questionOf,
  shown,
} from './answering';
import { type Asked, single } from './asking';
import { fileReader } from './file-reader';
import { all, document, problemOf, type QueryPorts } from './read-model';
import { noted, type NoteViewing } from './viewing';
import { commissionAsAt, historyFrom, type ReplayPorts } from './replayed';

export interface CommissionRoutesOptions extends QueryPorts, ReplayPorts {
  readonly identify: Identify;
  readonly now: () => Instant;
  /** Notes who is shown something sensitive; without it nobody is told of it. */
  readonly noteViewing?: NoteViewing;
}

type OnCommission = { Params: { reference: string } };

const projection = 'commission-file';

/** A stored document with the body a reader may see. A field that is shown in part tells no lineage of what is not. */
const storedSeen = (stored: Stored, body: object): Stored => {
  const whole = body as JsonObject;
  const lineage = Object.entries(stored.lineage).filter(([pointer]) => {
    const field = pointer.split('/')[1] ?? '';
    return pointer === '' || (field in whole && whole[field] === stored.body[field]);
  });
  return { ...stored, body: whole, lineage: Object.fromEntries(lineage) };
};

/** What those who work on a commission read of it: where it stands, its parts and its history. */
export const commissionRoutes = (app: FastifyInstance, options: CommissionRoutesOptions): void => {
  const { identify, now } = options;
  const { list } = answeringFrom(options);

  const fileOf = (reference: string) => document(options, projection, 'commissions', reference)();

  const competitionOf = (file: JsonObject | undefined): Competition => {
    const {
      opened = null,
      closes = null,
      halts = [],
      cancelled = false,
    } = (file ?? {}) as Partial<FileDocument>;
    return { opened, closes, halts, cancelled, now: now() };
  };

  const viewed = (reader: Reader, of: string, parts: ReadonlyArray<Pick<PartDocument, 'kind'>>) =>
    noted(options.noteViewing, { viewer: reader, what: 'file', of, kinds: sensitiveAmong(reader, parts) })();

  /** The file of one commission is not kept as at every moment: its few events are replayed. */
  const replayed = async (
    reply: FastifyReply,
    reference: string,
    at: Moment,
    reader: Reader,
  ): Promise<FastifyReply> => {
    const file = await commissionAsAt(options, reference, at)();
    if (E.isLeft(file)) return sendProblem(reply, file.left);
    const commission = file.right.get(`commissions:${reference}`);
    if (commission === undefined)
      return sendProblem(reply, problem(404, 'not-found', `There was no ${reference} at that moment.`));
    // What may be seen goes by how things stand now, whatever moment is looked at.
    const present = await fileOf(reference);
    if (E.isLeft(present)) return sendProblem(reply, present.left);
    const seen = partSeen(reader, competitionOf(present.right?.body ?? commission));
    const parts = [...file.right]
      .filter(([name]) => name.startsWith('parts:'))
      .flatMap(([, part]) => seen(part as unknown as PartDocument) ?? []);
    const glance = fileSeen(reader, commission as unknown as FileDocument);
    const viewing = await viewed(reader, reference, parts);
    if (E.isLeft(viewing)) return sendProblem(reply, viewing.left);
    return reply.send({ id: reference, ...glance, at: { ...at }, parts });
  };

  const partsSeen = async (
    reference: string,
    reader: Reader,
    competition: Competition,
    asked: Asked,
  ): Promise<E.Either<Problem, ReadonlyArray<JsonObject>>> => {
    const found = await all(options, projection, 'parts', partsOfFile(reference, 1_000))();
    if (E.isLeft(found)) return found;
    const seen = partSeen(reader, competition);
    return E.right(
      found.right.flatMap((stored) => {
        const part = seen(stored.body as unknown as PartDocument);
        return part === undefined ? [] : [shown(storedSeen(stored, part), asked, worksHere(reader))];
      }),
    );
  };

  app.get('/v1/commissions', (request, reply) => {
    const barred = barredFrom(request, identify);
    if (barred !== undefined) return sendProblem(reply, barred);
    return list(request, reply, projection, 'commissions', ['phase'], (query, { limit, cursor, at }) => {
      if (at !== undefined)
        return E.left(notKeptAsAt('The work list', 'Ask for one commission, or for /v1/register.'));
      const phase = single(query, 'phase');
      return E.isLeft(phase) ? phase : E.right(commissionsPage(limit, phase.right, cursor));
    });
  });

  app.get<OnCommission>('/v1/commissions/:reference', async (request, reply) => {
    const { reference } = request.params;
    const reader = await fileReader(options, identify(request), reference);
    if (E.isLeft(reader)) return sendProblem(reply, reader.left);
    const question = await questionOf(options, request, projection);
    if (E.isLeft(question)) return sendProblem(reply, question.left);
    const { asked, insider } = question.right;
    if (asked.at !== undefined) return replayed(reply, reference, asked.at, reader.right);
    const found = await fileOf(reference);
    if (E.isLeft(found)) return sendProblem(reply, found.left);
    if (found.right === undefined) return sendProblem(reply, noSuch(reference));
    const file = found.right.body as unknown as FileDocument;
    const parts = await partsSeen(reference, reader.right, competitionOf(found.right.body), asked);
    if (E.isLeft(parts)) return sendProblem(reply, parts.left);
    const kinds = parts.right as unknown as ReadonlyArray<Pick<PartDocument, 'kind'>>;
    const viewing = await viewed(reader.right, reference, kinds);
    if (E.isLeft(viewing)) return sendProblem(reply, viewing.left);
    // Every event of the commission gives its file a new revision: what a command names in `If-Match`.
    if (insider) reply.header('etag', `"${file.revision}"`);
    const glance = storedSeen(found.right, fileSeen(reader.right, file));
    return reply.send({ ...shown(glance, asked, insider), parts: parts.right });
  });

  app.get<OnCommission>('/v1/commissions/:reference/evaluation', async (request, reply) => {
    const { reference } = request.params;
    const reader = await fileReader(options, identify(request), reference);
    if (E.isLeft(reader)) return sendProblem(reply, reader.left);
    if (!readsEvaluations(reader.right.role)) return sendProblem(reply, barredByRole);
    const question = await questionOf(options, request, projection);
    if (E.isLeft(question)) return sendProblem(reply, question.left);
    if (question.right.asked.at !== undefined)
      return sendProblem(
        reply,
        notKeptAsAt('The evaluation', 'It is all there: each score and movement says when it was given.'),
      );
    const file = await fileOf(reference);
    if (E.isLeft(file)) return sendProblem(reply, file.left);
    if (file.right === undefined) return sendProblem(reply, noSuch(reference));
    const [parts, scores] = [
      await all(options, projection, 'parts', partsOfFile(reference, 1_000, evaluationKinds))(),
      await all(options, projection, 'scores', scoresOfFile(reference, 1_000))(),
    ];
    if (E.isLeft(parts)) return sendProblem(reply, parts.left);
    if (E.isLeft(scores)) return sendProblem(reply, scores.left);
    const seen = partSeen(reader.right, competitionOf(file.right.body));
    const lots = evaluationOf(
      reader.right,
      parts.right.flatMap(({ body }) => seen(body as unknown as PartDocument) ?? []),
      scores.right.map(({ body }) => body as unknown as ScoresDocument),
    );
    const viewing = await noted(options.noteViewing, {
      viewer: reader.right,
      what: 'evaluation',
      of: reference,
      kinds: lots.length === 0 ? [] : ['scores'],
    })();
    if (E.isLeft(viewing)) return sendProblem(reply, viewing.left);
    return reply.send({ id: reference, lots });
  });

  app.get<OnCommission>('/v1/commissions/:reference/history', async (request, reply) => {
    const barred = barredFrom(request, identify);
    if (barred !== undefined) return sendProblem(reply, barred);
    const { reference } = request.params;
    const reader = await fileReader(options, identify(request), reference);
    if (E.isLeft(reader)) return sendProblem(reply, reader.left);
    const question = await questionOf(options, request, projection);
    if (E.isLeft(question)) return sendProblem(reply, question.left);
    const { at, cursor = '0', limit } = question.right.asked;
    if (at !== undefined)
      return sendProblem(
        reply,
        notKeptAsAt('The history', 'It is all there: each event says when it was recorded.'),
      );
    if (!/^\d{1,9}$/.test(cursor)) return sendProblem(reply, problemOf({ _tag: 'BadCursor', cursor }));
    const file = await fileOf(reference);
    if (E.isLeft(file)) return sendProblem(reply, file.left);
    const seen = eventSeen(reader.right, competitionOf(file.right?.body));
    // The history is the commission's stream: the log itself, and no copy of it.
    const found = await historyFrom(options, reference, Number(cursor), limit, seen)();
    if (E.isLeft(found)) return sendProblem(reply, found.left);
    const { entries, next, empty } = found.right;
    if (empty && cursor === '0') return sendProblem(reply, noSuch(reference));
    if (next !== undefined) reply.header('link', nextLink(request, next));
    return reply.send({ items: entries, ...(next === undefined ? {} : { next }) });
  });
};
