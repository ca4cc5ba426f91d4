import { inSpan, type Metrics } from '@commissioning/telemetry';
import * as E from 'fp-ts/Either';
import type { CommandFailure } from './failure';
import type { Commands } from './execute';
import type { CommandOutcome } from './request';

const outcomeOf = (answer: E.Either<CommandFailure, CommandOutcome>): string => {
  if (E.isLeft(answer)) return answer.left._tag;
  return answer.right.repeated ? 'repeated' : 'accepted';
};

/** The command side with each command a span, how long it took noted and how it ended. */
export const observedCommands = (commands: Commands, metrics: Metrics): Commands => ({
  ...commands,
  execute: (request) => () => {
    const attributes = { 'commissioning.action': request.action, 'commissioning.kind': request.kind };
    return inSpan(`command ${request.action}`, attributes, async () => {
      const start = performance.now();
      const answer = await commands.execute(request)();
      const outcome = outcomeOf(answer);
      // What anybody may type is no label: each would be kept for good.
      const action = outcome === 'UnknownAction' ? 'unknown' : request.action;
      metrics.commanded(action, outcome, (performance.now() - start) / 1_000);
      return answer;
    });
  },
});
