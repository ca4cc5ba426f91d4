import { randomUUID } from 'node:crypto';
import type { handleUnaryCall } from '@grpc/grpc-js';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { type Empty, UUID } from '@eventstore/db-client/generated/shared_pb';

/** A node as its cluster knows it. */
export interface Member {
  readonly host: string;
  readonly port: number;
  readonly leads: boolean;
  readonly alive: boolean;
}

const memberInfo = ({ host, port, leads, alive }: Member): MemberInfo => {
  const endPoint = new EndPoint();
  endPoint.setAddress(host);
  endPoint.setPort(port);
  const id = new UUID();
  id.setString(randomUUID());
  const { LEADER, FOLLOWER } = MemberInfo.VNodeState;
  const member = new MemberInfo();
  member.setInstanceId(id);
  member.setTimeStamp(String(BigInt(Date.now()) * 10_000n));
  member.setState(leads ? LEADER : FOLLOWER);
  member.setIsAlive(alive);
  member.setHttpEndPoint(endPoint);
  return member;
};

/** Gossip: which nodes there are and which of them leads, which anybody may ask. */
export const gossipHandler =
  (members: () => ReadonlyArray<Member>): handleUnaryCall<Empty, ClusterInfo> =>
  (_call, callback) => {
    const info = new ClusterInfo();
    info.setMembersList(members().map(memberInfo));
    callback(null, info);
  };
