import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { TicketMoney as Money } from '@/api';
import {
  ticketMoneyOptions,
  ticketMoneyQueryKey,
  ticketsRetrieveQueryKey,
} from '@/api/@tanstack/react-query.gen';
import { LoadingState } from '@/shared/states/LoadingState';
import type { Ticket } from '../words';
import { FapiaoPanel } from './FapiaoPanel';
import { RefundAsk } from './RefundAsk';
import { TicketTransfer } from './TicketTransfer';

/** What may be done about the money of a ticket beside paying by the gateway: a transfer, a refund, a fapiao. */
export function TicketMoney({ ticket }: { ticket: Ticket }) {
  const path = { secret: ticket.secret };
  // Asked again wherever the panels come to stand: money arrives while the ticket is looked at.
  const { data } = useQuery({ ...ticketMoneyOptions({ path }), staleTime: 0 });
  const written = useMoneyWritten(ticket.secret);
  if (!data) return <LoadingState height={120} />;
  return (
    <>
      <TicketTransfer ticket={ticket} money={data} written={written} />
      <RefundAsk
        secret={ticket.secret}
        several={ticket.companions.length > 0}
        money={data}
        written={written}
      />
      <FapiaoPanel secret={ticket.secret} money={data} written={written} />
    </>
  );
}

/** The answer of every act is the money as it is now; the ticket is read again, for its hold may have moved. */
function useMoneyWritten(secret: string) {
  const queryClient = useQueryClient();
  return (answer: Money) => {
    queryClient.setQueryData(ticketMoneyQueryKey({ path: { secret } }), answer);
    void queryClient.invalidateQueries({ queryKey: ticketsRetrieveQueryKey({ path: { secret } }) });
  };
}
