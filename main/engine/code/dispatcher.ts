/**
 * Hands jobs to the workers. Whoever has work puts in a ticket; tickets of a lane take turns job by job, so that one with
 * ten thousand items does not keep another with one waiting. A job is handed out only when a worker is free for it:
 * what ends with its process is little.
 */
import type { Home, HomeEvents, Workers } from './home.ts';
import type { Job, Lane, Report } from './job.ts';

export type Ticket = {
  readonly lane: Lane;
  /** The next job, or null when there is none for now. */
  next(id: number): Job | null;
  report(report: Report): void;
  /** A job's process has ended with it. */
  lost(id: number, why: string): void;
};

export type Dispatcher = {
  add(ticket: Ticket): void;
  /** Forgets the ticket and ends its jobs; it hears no more. */
  drop(ticket: Ticket): void;
  close(): Promise<void>;
};

export type DispatcherOptions = {
  readonly openHome: (events: HomeEvents) => Home;
  readonly workers: Workers;
  /** Milliseconds without work after which the workers are ended; new ones are started when there is work. */
  readonly idleMs: number;
};

type Flight = { readonly lane: Lane; ticket: Ticket | null };

export function createDispatcher({ openHome, workers, idleMs }: DispatcherOptions): Dispatcher {
  const rings: Record<Lane, Ticket[]> = { compute: [], waiting: [] };
  const flights = new Map<number, Flight>();
  const closings = new Set<Promise<void>>();
  let home: Home | null = null;
  let lastId = 0;
  let idle: NodeJS.Timeout | undefined;
  let closed = false;

  function open(): Home {
    clearTimeout(idle);
    home ??= openHome({ report: hear, lost });
    return home;
  }

  function endHome(): void {
    clearTimeout(idle);
    const old = home;
    home = null;
    if (!old) return;
    const closing = old.close();
    closings.add(closing);
    void closing.then(() => closings.delete(closing));
  }

  function pump(lane: Lane): void {
    const ring = rings[lane];
    let free = workers[lane] - [...flights.values()].filter((flight) => flight.lane === lane).length;
    while (free > 0) {
      const ticket = ring.shift();
      if (!ticket) break;
      const id = ++lastId;
      const job = ticket.next(id);
      if (!job) continue;
      ring.push(ticket);
      flights.set(id, { lane, ticket });
      free--;
      open().start(job);
    }
    if (flights.size > 0 || !home) return;
    clearTimeout(idle);
    idle = setTimeout(endHome, idleMs);
    idle.unref();
  }

  function hear(report: Report): void {
    const flight = flights.get(report.id);
    if (!flight) return;
    if (report.end) flights.delete(report.id);
    const { ticket, lane } = flight;
    ticket?.report(report);
    if (!report.end) return;
    // It may have got back what the job left out.
    if (ticket && !rings[lane].includes(ticket)) rings[lane].push(ticket);
    pump(lane);
  }

  function lost(why: string): void {
    home = null;
    const gone = [...flights];
    flights.clear();
    for (const [id, { ticket }] of gone) ticket?.lost(id, why);
    for (const lane of ['compute', 'waiting'] as const) pump(lane);
  }

  return {
    add(ticket) {
      if (closed) return;
      rings[ticket.lane].push(ticket);
      pump(ticket.lane);
    },
    drop(ticket) {
      const ring = rings[ticket.lane];
      const at = ring.indexOf(ticket);
      if (at >= 0) ring.splice(at, 1);
      for (const [id, flight] of flights) {
        if (flight.ticket !== ticket) continue;
        flight.ticket = null;
        home?.abort(id);
      }
    },
    async close() {
      closed = true;
      rings.compute.length = 0;
      rings.waiting.length = 0;
      flights.clear();
      endHome();
      await Promise.all(closings);
    },
  };
}
