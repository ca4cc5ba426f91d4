import type { Collection, Connection, GridFSBucket, ObjectId } from '@commissioning/mongodb';
import { isDuplicate, newObjectId } from '@commissioning/mongodb';

/**
 * Documents in a GridFS bucket. An upload is a file of its own; `held` says which file a document is, and changes in
 * one step. A file that nothing points to is not there: one half uploaded, one that a race left over, one replaced.
 * Before a file is begun it is entered in `uploads`, so that what a crash leaves can be found and taken away.
 */
export interface Held {
  readonly put: (name: string, bytes: Uint8Array) => Promise<void>;
  /** Undefined where there is no such document. */
  readonly get: (name: string) => Promise<Uint8Array | undefined>;
  readonly has: (name: string) => Promise<boolean>;
  readonly remove: (name: string) => Promise<void>;
  /** Takes away what uploads left that were begun so long ago that nobody can be at them, in milliseconds. */
  readonly tidy: (age: number) => Promise<void>;
}

interface HeldRecord {
  readonly _id: string;
  readonly file: ObjectId;
}

interface UploadRecord {
  readonly _id: ObjectId;
  readonly name: string;
  readonly begun: Date;
}

/** The name of the bucket, and what the names of the other collections begin with. */
const bucketName = 'sealed';

const upload = (bucket: GridFSBucket, file: ObjectId, name: string, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    const stream = bucket.openUploadStreamWithId(file, name);
    stream.once('error', reject);
    stream.once('finish', () => resolve());
    stream.end(bytes);
  });

/** How often a file is looked for again that was replaced while it was read. */
const attempts = 5;

export const heldIn = (connection: Connection): Held => {
  const { database } = connection;
  const bucket = connection.bucket(bucketName);
  const held: Collection<HeldRecord> = database.collection(`${bucketName}.held`);
  const uploads: Collection<UploadRecord> = database.collection(`${bucketName}.uploads`);

  const fileOf = async (name: string): Promise<ObjectId | undefined> =>
    (await held.findOne({ _id: name }))?.file;

  /** Chunks and entry of a file, whichever of them are there. */
  const removeFile = async (file: ObjectId): Promise<void> => {
    await database.collection(`${bucketName}.files`).deleteOne({ _id: file });
    await database.collection(`${bucketName}.chunks`).deleteMany({ files_id: file });
  };

  /**
   * Removes the files of a document but the one it is, and but those that others are uploading. What is not entered any
   * more was pointed to already, if it ever is: so the entry is looked for first, and what is pointed to after that.
   */
  const removeOthers = async (name: string): Promise<void> => {
    for (const { _id } of await bucket.find({ filename: name }).toArray()) {
      if ((await uploads.findOne({ _id })) !== null) continue;
      if ((await fileOf(name))?.equals(_id) !== true) await removeFile(_id);
    }
  };

  /** Two that are the first to point to a document's file: one of them finds the other's there, and replaces it. */
  const pointTo = async (name: string, file: ObjectId): Promise<void> => {
    try {
      await held.replaceOne({ _id: name }, { file }, { upsert: true });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      await held.replaceOne({ _id: name }, { file });
    }
  };

  const put: Held['put'] = async (name, bytes) => {
    const file = newObjectId();
    await uploads.insertOne({ _id: file, name, begun: new Date() });
    await upload(bucket, file, name, bytes);
    // Also over one that is there: it may be damaged, and putting the document again makes it good.
    await pointTo(name, file);
    const { deletedCount } = await uploads.deleteOne({ _id: file });
    // An upload that took so long that it was taken for abandoned has lost its file.
    if (deletedCount === 0) return put(name, bytes);
    await removeOthers(name);
  };

  /** First of all enters the file as one that is to go: what a crash leaves of it is taken away by the next `tidy`. */
  const remove: Held['remove'] = async (name) => {
    const file = await fileOf(name);
    if (file !== undefined) {
      await uploads.replaceOne({ _id: file }, { name, begun: new Date(0) }, { upsert: true });
      await held.deleteOne({ _id: name });
      await removeFile(file);
      await uploads.deleteOne({ _id: file });
    }
    await removeOthers(name);
  };

  const read = async (file: ObjectId): Promise<Uint8Array | undefined> => {
    const [entry] = await bucket.find({ _id: file }).toArray();
    if (entry === undefined) return undefined;
    const chunks = await database
      .collection<{ readonly data: { readonly buffer: Uint8Array; readonly position: number } }>(
        `${bucketName}.chunks`,
      )
      .find({ files_id: file }, { sort: { n: 1 } })
      .toArray();
    return Buffer.concat(chunks.map(({ data }) => data.buffer.subarray(0, data.position)));
  };

  const get: Held['get'] = async (name) => {
    let before: ObjectId | undefined;
    let bytes: Uint8Array | undefined;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const file = await fileOf(name);
      if (file === undefined) return undefined;
      // The same file as before is what it is, whole or damaged.
      if (before?.equals(file) === true) return bytes ?? new Uint8Array();
      before = file;
      bytes = await read(file);
    }
    return bytes ?? new Uint8Array();
  };

  return {
    put,
    get,
    has: async (name) => (await fileOf(name)) !== undefined,
    remove,
    tidy: async (age) => {
      const left = await uploads.find({ begun: { $lt: new Date(Date.now() - age) } }).toArray();
      for (const { _id, name } of left) {
        await uploads.deleteOne({ _id });
        await removeOthers(name);
        // Chunks without a file's entry are found by no name.
        if ((await fileOf(name))?.equals(_id) !== true) await removeFile(_id);
      }
    },
  };
};
