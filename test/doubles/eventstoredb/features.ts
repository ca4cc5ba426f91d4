import { setTimeout as delay } from 'node:timers/promises';
import { type handleUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import type { Empty } from '@eventstore/db-client/generated/shared_pb';
import type { Context } from './context';
import { failure, failureOf } from './messages';

const supported = (): SupportedMethods => {
  const methods = new SupportedMethods();
  methods.setEventStoreServerVersion('24.10.0');
  for (const name of ['read', 'append', 'batchappend']) {
    const method = new SupportedMethod();
    method.setServiceName('event_store.client.streams.streams');
    method.setMethodName(name);
    methods.addMethods(method);
  }
  return methods;
};

/** ServerFeatures: which calls the server knows; the client sends appends in batches where it names batchappend. */
export const featuresHandler =
  (context: Context): handleUnaryCall<Empty, SupportedMethods> =>
  (_call, callback: sendUnaryData<SupportedMethods>) => {
    context.calls.features += 1;
    const fault = context.faults.meet('features')?.fault;
    switch (fault?.does) {
      case 'hang':
        return;
      case 'fail':
      case 'send-to-leader':
        callback(failureOf(fault));
        return;
      case 'cut':
        context.cutConnections();
        return;
      case 'dawdle':
        void delay(fault.milliseconds).then(() => {
          callback(null, supported());
        });
        return;
      case 'end':
      case 'refuse':
        callback(failure(status.UNKNOWN, 'ordered of the double'));
        return;
      case undefined:
        callback(null, supported());
    }
  };
