import { ErrorCode, NatsError } from 'nats';
import { failureOf } from '../src/nats/trouble';

const refused = (errCode: number, description: string): NatsError => {
  const error = new NatsError(description, ErrorCode.JetStreamNotEnabled);
  error.api_error = { code: 503, err_code: errCode, description };
  return error;
};

describe('what came of a call to NATS', () => {
  test.each([
    [10_008, 'JetStream system temporarily unavailable'],
    [10_009, 'JetStream cluster can not handle request'],
  ])('is unavailable while a cluster has no leader: %d', (errCode, reason) => {
    expect(failureOf('last', 'PUBLIC', refused(errCode, reason))).toEqual({
      _tag: 'BusUnavailable',
      engine: 'nats',
      operation: 'last',
      reason,
    });
  });

  test('is forbidden where JetStream is not enabled', () => {
    const reason = 'JetStream not enabled for account';
    expect(failureOf('last', 'PUBLIC', refused(10_039, reason))).toEqual({
      _tag: 'BusForbids',
      engine: 'nats',
      operation: 'last',
      reason,
    });
  });

  test('is a missing stream by its own name', () => {
    expect(failureOf('last', 'PUBLIC', refused(10_059, 'stream not found'))).toEqual({
      _tag: 'NoSuchStream',
      stream: 'PUBLIC',
    });
  });
});
