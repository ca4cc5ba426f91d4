import { remaining, rule, sumPence } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check, present } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { inForce } from '../agreement-life';
import type { Award } from '../state';
import { awardKnown, knownAward } from './agreements';
import { openDispute, payableOn } from './disputes';
import { diligenceOn, diligenceValid } from './diligence';
import { PaymentApproved } from './events';
import { notOnesOwn, twoPeople } from './two-people';

const underSigned = rule({
  id: 'payment.under-agreement',
  sentence:
    'Money is paid under an agreement that was signed; one brought in is signed here first, with its sum.',
  strength: 'integrity',
  source: 'GovS 015, grants: a robust agreement before money is given',
});

const withinAgreement = rule({
  id: 'payment.within-agreement',
  sentence:
    'Payments under an agreement are together no more than its sum as it stands, each on its VAT basis and for something.',
  strength: 'integrity',
  source: 'No payment beyond what is owed',
});

const withinInvoice = rule({
  id: 'payment.within-invoice',
  sentence:
    'What is paid on an invoice is an invoice received under the award, on its VAT basis, and no more than it asks.',
  strength: 'integrity',
  source: 'Nothing is paid twice',
});

const notDisputed = rule({
  id: 'payment.not-on-disputed-invoice',
  sentence: 'A disputed invoice is not paid until the dispute is settled, and then no further than it says.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.68 and s.88: a valid and undisputed invoice is paid',
});

const returnAccepted = rule({
  id: 'payment.on-accepted-return',
  sentence: 'A payment for a period waits until both returns for the period are accepted.',
  strength: 'integrity',
  source: 'GovS 015, grants: payment on evidence of delivery',
});

type Approval = t.TypeOf<typeof PaymentApproved.codec>;

const withinSum = (of: Award, { award, amount }: Approval): Check =>
  pipe(
    present(inForce(of)?.amount, underSigned, { award }, '/award'),
    E.chain((sum) => {
      const left = remaining(sum.pence, of.approvedTotal);
      const facts = { asked: amount, left: { pence: left, vat: sum.vat } };
      return check(
        amount.pence > 0 && amount.pence <= left && amount.vat === sum.vat,
        withinAgreement,
        facts,
        '/amount',
      );
    }),
  );

const onInvoice = (award: Award, { invoice, amount }: Approval): Check => {
  if (invoice === undefined) return E.right(undefined);
  const received = award.invoices.get(invoice);
  const paidOn = [...award.payments.values()].filter((payment) => payment.invoice === invoice);
  const left = remaining(
    payableOn(award, invoice).pence,
    sumPence(paidOn.map((payment) => payment.amount.pence)),
  );
  return allHold(
    check(openDispute(award, invoice) === undefined, notDisputed, { invoice }, '/invoice'),
    check(
      received !== undefined && received.amount.vat === amount.vat && amount.pence <= left,
      withinInvoice,
      { invoice, left, vat: received?.amount.vat ?? null },
      '/invoice',
    ),
  );
};

const onReturn = ({ returns }: Award, { period }: Approval): Check => {
  if (period === undefined) return E.right(undefined);
  const standing = returns.get(period);
  const [kpi, financial] = [standing?.kpi.standing ?? 'none', standing?.financial.standing ?? 'none'];
  return check(
    kpi === 'accepted' && financial === 'accepted',
    returnAccepted,
    { period, kpi, financial },
    '/period',
  );
};

/** Approves a payment under a signed agreement: for an invoice, for a period whose returns are accepted, or neither. */
export const approvePayment = commissionAction({
  name: 'approve-payment',
  says: 'Approve a payment under an agreement.',
  command: PaymentApproved.codec,
  roles: ['approver'],
  rules: [
    awardKnown,
    entrySaidOnce,
    underSigned,
    twoPeople,
    withinAgreement,
    notDisputed,
    withinInvoice,
    returnAccepted,
    diligenceValid,
  ],
  decide:
    (command, { actor, today }) =>
    (commission) =>
      pipe(
        knownAward(commission, command.award),
        E.chain((award) => {
          const { payment, amount, invoice, period } = command;
          const before = award.payments.get(payment);
          const said = before && {
            amount: before.amount,
            for: before.for,
            invoice: before.invoice,
            period: before.period,
          };
          return saidOnce(said, { amount, for: command.for, invoice, period }, '/payment', () =>
            pipe(
              allHold(
                withinSum(award, command),
                notOnesOwn(commission, award, period, actor.id),
                onInvoice(award, command),
                onReturn(award, command),
                diligenceOn(commission, award, today),
              ),
              E.map(() => [PaymentApproved.make(command)]),
            ),
          );
        }),
      ),
});
