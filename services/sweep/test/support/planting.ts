import { eventDefinitions, registry } from '@commissioning/domain';
import { type Actor, type Instant, type Metadata, parseStreamName } from '@commissioning/kernel';
import { seal } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { freshCommandId, type Process, streamOf } from '../../../commands/test/support/world';

let planted = 0;

/** Writes an event to the log behind the rules’ back, as nobody can who goes through them. */
export const plant = async (
  { events, keys }: Pick<Process, 'events' | 'keys'>,
  stream: string,
  type: string,
  data: object,
  {
    actor,
    recordedAt,
    ruleBookVersion = 5,
    context = [],
  }: {
    readonly actor: Actor;
    readonly recordedAt: string;
    readonly ruleBookVersion?: number;
    readonly context?: Metadata['context'];
  },
): Promise<string> => {
  const before = await streamOf(events, stream);
  const last = before.at(-1);
  if (last === undefined) throw new Error(`There is no ${stream}`);
  planted += 1;
  const id = `00000000-0000-7000-9000-${planted.toString(16).padStart(12, '0')}`;
  const commandId = freshCommandId();
  const metadata = {
    body: parseStreamName(stream)?.id.split('-')[0],
    actor,
    recordedAt: recordedAt as Instant,
    commandId,
    requestHash: '0'.repeat(64),
    correlationId: commandId,
    ruleBookVersion,
    context,
  } as unknown as Metadata;
  const definition = eventDefinitions.find((each) => each.type === type);
  if (definition === undefined) throw new Error(`There is no event ${type}`);
  const place = { stream, revision: last.revision + 1, previousChainHash: last.chainHash };
  const stored = seal(registry, keys, definition.make(data), id, place, metadata);
  const appended = await events.append(stream, last.revision, [stored])();
  if (E.isLeft(appended)) throw new Error(JSON.stringify(appended.left));
  return id;
};
