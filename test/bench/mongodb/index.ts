import { mongodbServer, ownDatabase, whyNoMongodb } from '../../support/ferretdb';
import { besideBareMark, besideBareRows } from '../beside-bare';
import { inDigits, type Section } from '../report';
import type { Sizes } from '../sizes';
import { inTurns } from '../statistics';
import { secondsOf } from '../timing';
import { bareLane } from './bare';
import type { Lane } from './lane';
import { ourLane } from './ours';
import { addedAtOnce, documentLength, documentsOf, kinds, spec, writeBatch } from './work';

/** Documents of a page that is asked for. */
const pageOf = 25;

/** How a way to a server is measured, in a collection that it keeps for its questions and in new ones. */
const measuring = async (lane: Lane, { documents, wireQuestions: questions }: Sizes) => {
  let collections = 0;
  let edition = 0;
  const begin = async (): Promise<string> => {
    const name = `measured-${(collections += 1)}`;
    await lane.begin(name);
    return name;
  };
  const kept = await begin();
  await lane.write(kept, documentsOf(kept, documents, 0), 'new');
  const asking = async (ask: (question: number) => Promise<unknown>): Promise<number> => {
    const seconds = await secondsOf(async () => {
      for (let question = 0; question < questions; question += 1) await ask(question);
    });
    return questions / seconds;
  };
  return {
    adding: async () => {
      const fresh = await begin();
      const all = documentsOf(fresh, documents, 0);
      return documents / (await secondsOf(() => lane.write(fresh, all, 'new')));
    },
    replacing: async () => {
      const all = documentsOf(kept, documents, (edition += 1));
      return documents / (await secondsOf(() => lane.write(kept, all, 'again')));
    },
    pages: () =>
      asking(async (question) => {
        const found = await lane.page(kept, kinds[question % kinds.length] ?? '', pageOf);
        if (found === 0) throw new Error('a page is empty');
      }),
    ones: () =>
      asking(async (question) => {
        if (!(await lane.one(kept, `document-${(question * 7) % documents}`)))
          throw new Error('a document is missing');
      }),
  };
};

const nothing: ReadonlyArray<number> = [];

const notMeasured = {
  bareAdding: nothing,
  ourAdding: nothing,
  bareReplacing: nothing,
  ourReplacing: nothing,
  barePages: nothing,
  ourPages: nothing,
  bareOnes: nothing,
  ourOnes: nothing,
};

const measured = async (sizes: Sizes): Promise<typeof notMeasured> => {
  if (whyNoMongodb() !== undefined) return notMeasured;
  const server = await mongodbServer();
  const lanes: ReadonlyArray<Lane> = [
    await bareLane(server.url, ownDatabase(), { ...spec, name: '' }),
    ourLane(server.url, ownDatabase(), { ...spec, name: '' }),
  ];
  try {
    const [bare, ours] = await Promise.all(lanes.map((lane) => measuring(lane, sizes)));
    if (bare === undefined || ours === undefined) throw new Error('There are two lanes');
    return await inTurns(sizes.wireRounds, {
      bareAdding: bare.adding,
      ourAdding: ours.adding,
      bareReplacing: bare.replacing,
      ourReplacing: ours.replacing,
      barePages: bare.pages,
      ourPages: ours.pages,
      bareOnes: bare.ones,
      ourOnes: ours.ones,
    });
  } finally {
    for (const lane of lanes) await lane.close();
    await server.stop();
  }
};

/** Documents to and from MongoDB, through our adapter and through its client alone. */
export const mongoDb = async (_place: string, sizes: Sizes): Promise<Section> => {
  const found = await measured(sizes);
  const reason = whyNoMongodb();
  const pairs = [
    { what: 'Bulk write, new documents', bare: found.bareAdding, ours: found.ourAdding },
    { what: 'Bulk write, documents replaced', bare: found.bareReplacing, ours: found.ourReplacing },
    { what: `Query, a page of ${pageOf}`, bare: found.barePages, ours: found.ourPages },
    { what: 'Query, one document', bare: found.bareOnes, ours: found.ourOnes },
  ];
  return {
    title: 'MongoDB',
    says:
      `${reason === undefined ? '' : `Not measured: ${reason}. `}Documents written, and questions answered, a second, on ` +
      `FerretDB on this machine or the server that MONGODB_URL names; ${inDigits(sizes.documents)} documents of ` +
      `${inDigits(documentLength)} bytes. The bare lane is \`mongodb\` with the same documents, indexes and write concern: ` +
      `unordered writes of the same size, of up to ${addedAtOnce} that are added and ${writeBatch} that are replaced, which is ` +
      'as many as FerretDB stands, and finds; it keeps each thing as a field, and decodes the body alone. Ours is one batch, ' +
      'there whole or not at all: with no transactions it is written down in a journal, carried out and marked as done, which ' +
      'is four commands more however many documents there are; and a reader looks whether what was read was being changed. ' +
      'What nothing is asked for by it keeps as one text, and decodes all of it.',
    head: ['What', 'A second', '÷ bare'],
    rows: pairs.flatMap(besideBareRows),
    marks: pairs.map(besideBareMark),
  };
};
