import type { ReadStore } from '@commissioning/read-store';
import type { Metrics } from './metrics';
import { timerOf } from './timed';

/** Read models, with the time of every call noted. */
export const observedReadStore = (reads: ReadStore, metrics: Metrics): ReadStore => {
  const timed = timerOf(metrics, 'read-store', reads.engine);
  return {
    ...reads,
    prepare: (collections) => timed('prepare', reads.prepare(collections)),
    drop: (collections, progress) => timed('drop', reads.drop(collections, progress)),
    get: (collection, id, at) => timed('get', reads.get(collection, id, at)),
    getMany: (collection, ids) => timed('getMany', reads.getMany(collection, ids)),
    find: (collection, query) => timed('find', reads.find(collection, query)),
    count: (collection, where, at) => timed('count', reads.count(collection, where, at)),
    versions: (collection, id) => timed('versions', reads.versions(collection, id)),
    write: (batch) => timed('write', reads.write(batch)),
    progress: (projection) => timed('progress', reads.progress(projection)),
    settings: timed('settings', reads.settings),
    set: (settings) => timed('set', reads.set(settings)),
  };
};
