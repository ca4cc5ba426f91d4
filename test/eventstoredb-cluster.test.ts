import type { EventStore } from '@commissioning/event-store';
import { commissionStream, freshBody, storedEventsFor } from '@commissioning/event-store/contract';
import { type ClusterDouble, startCluster } from './doubles/eventstoredb/cluster';
import {
  appended,
  collect,
  describeFaults,
  fillStreams,
  idsOf,
  openStore,
  startFollower,
  until,
} from './support/eventstoredb';

jest.setTimeout(60_000);

const unavailable = 14;

describeFaults('On a cluster of three the EventStoreDB adapter', () => {
  let cluster: ClusterDouble;
  let store: EventStore;
  let body: string;

  const open = (url: string): EventStore => openStore(`${url}&discoveryInterval=20`);

  beforeEach(async () => {
    body = freshBody();
    cluster = await startCluster(3);
    store = open(cluster.url);
  });

  afterEach(async () => {
    await store.close();
    await cluster.stop();
  });

  const appendsOf = (): ReadonlyArray<number> => cluster.nodes.map(({ calls }) => calls.append);

  test('finds the leader, whichever node it asks first', async () => {
    cluster.lead(2);
    await fillStreams(store, body, [1, 2, 3]);
    // One more gave the log its id.
    expect(appendsOf()).toEqual([0, 0, 4]);
  });

  test('asks every node its address names where discovery is asked for', async () => {
    await cluster.halt(0);
    cluster.lead(1);
    const discovering = open(cluster.url.replace('esdb://', 'esdb+discover://'));
    await fillStreams(discovering, body, [1]);
    expect(appendsOf()).toEqual([0, 2, 0]);
    await discovering.close();
  });

  test('follows the leader to another node, which the old one names', async () => {
    const ids = [...(await fillStreams(store, body, [1, 2]))];
    const follower = startFollower(store);
    await follower.given(2);
    for (const [round, leader] of [1, 2, 0, 2].entries()) {
      cluster.lead(leader);
      ids.push(...(await fillStreams(store, body, [10 + round])));
      await follower.given(ids.length);
    }
    expect(appendsOf().every((count) => count > 0)).toBe(true);
    await follower.leave();
    expect(follower.ids()).toEqual(ids);
    expect(idsOf(await collect(store.readAll()))).toEqual(ids);
  });

  test('goes on when the leader dies and another is elected after a while', async () => {
    const ids = [...(await fillStreams(store, body, [1, 2]))];
    const follower = startFollower(store);
    await follower.given(2);
    await cluster.halt(0);
    const stream = commissionStream(body, 3);
    const events = storedEventsFor(stream, 0, 2);
    const underWay = store.append(stream, -1, events)();
    const others = cluster.nodes.slice(1);
    await until(() => others.some(({ calls }) => calls.append > 0));
    cluster.lead(1);
    expect(appended(await underWay).revision).toBe(1);
    ids.push(...idsOf(events), ...(await fillStreams(store, body, [4])));
    await follower.given(ids.length);
    await follower.leave();
    expect(follower.ids()).toEqual(ids);
    expect(appended(await store.append(stream, -1, events)()).revision).toBe(1);
  });

  test('does not stay with a leader that was named and is not there', async () => {
    await fillStreams(store, body, [1]);
    await cluster.halt(2);
    const { port } = cluster.nodes[2] ?? { port: 0 };
    for (const node of cluster.nodes.slice(0, 2))
      node.faults.order('append', { does: 'send-to-leader', host: '127.0.0.1', port });
    await fillStreams(store, body, [2]);
    expect(idsOf(await collect(store.readAll()))).toHaveLength(2);
  });

  test('writes once what a leader wrote before it was one no more', async () => {
    await fillStreams(store, body, [1]);
    cluster.nodes[0]?.faults.order('append', { does: 'fail', code: unavailable }, { after: 1 });
    const stream = commissionStream(body, 2);
    const events = storedEventsFor(stream, 0, 3);
    const underWay = store.append(stream, -1, events)();
    await until(() => cluster.nodes[0]?.faults.allMet() ?? false);
    cluster.lead(1);
    const answer = appended(await underWay);
    expect(appended(await store.append(stream, -1, events)())).toEqual(answer);
    expect(idsOf(await collect(store.readStream(stream)))).toEqual(idsOf(events));
  });
});
