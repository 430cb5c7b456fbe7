package main

import (
	"bufio"
	"bytes"
	"net"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

// One socket, and what it counted. Only its own goroutine writes what it counts.
type reader struct {
	conn    net.Conn
	in      *bufio.Reader
	out     sync.Mutex
	held    []byte
	isStuck bool

	last             int64
	missed, repeated int64
	delivered        atomic.Int64
	late             []float32
	isClosed         atomic.Bool
}

type hall struct {
	plan    plan
	readers []*reader
	// What is counted: from this number on.
	from atomic.Int64
	// Of a closed loop: how many have each message.
	arrived  []atomic.Int32
	onTheWay chan struct{}
	// How many readers read.
	listeners int
	answers   *answers
}

func newHall(asked plan) *hall {
	made := &hall{plan: asked, answers: newAnswers()}
	made.from.Store(1 << 62)
	for _, one := range asked.Seats {
		if !one.Stuck {
			made.listeners++
		}
	}
	if asked.Window > 0 {
		made.arrived = make([]atomic.Int32, 1<<20)
		made.onTheWay = make(chan struct{}, 1<<20)
	}
	return made
}

// come takes all seats, each at its time, whatever became of the one before.
func (h *hall) come() map[string]any {
	before, resident := usage(h.plan.Pids)
	h.readers = make([]*reader, len(h.plan.Seats))
	took := make([]float64, len(h.plan.Seats))
	var coming sync.WaitGroup
	var refused atomic.Int64
	var why atomic.Value
	first := time.Now()
	for at := range h.plan.Seats {
		due := first.Add(time.Duration(float64(at) / h.plan.PerSec * 1e9))
		time.Sleep(time.Until(due))
		coming.Add(1)
		go func() {
			defer coming.Done()
			found, err := connect(h.plan.Addr, h.plan.Seats[at])
			if err != nil {
				refused.Add(1)
				why.CompareAndSwap(nil, err.Error())
				return
			}
			h.readers[at], took[at] = found, float64(time.Since(due))/1e6
		}()
	}
	coming.Wait()
	lasted := time.Since(first).Seconds()
	// What was begun for them ends: a heartbeat's worth.
	time.Sleep(300 * time.Millisecond)
	after, grown := usage(h.plan.Pids)
	seats := float64(len(h.plan.Seats))
	told := map[string]any{
		"count": len(h.plan.Seats), "refused": refused.Load(), "a_second": seats / lasted, "ms": percentiles(took),
		"cpu_ms_each": (after - before) * 1000 / seats, "kb_each": (grown - resident) / 1000 / seats,
	}
	if first := why.Load(); first != nil {
		told["why"] = first
	}
	return told
}

func (h *hall) leave() {
	for _, one := range h.readers {
		if one != nil {
			one.conn.Close()
		}
	}
}

// follow reads until the connection ends.
func (h *hall) follow(r *reader) {
	defer r.isClosed.Store(true)
	for {
		op, text, err := r.frame()
		if err != nil || op == 8 {
			return
		}
		if op == 9 {
			r.say(10, text)
		} else if op == 1 {
			h.take(r, text)
		}
	}
}

func (r *reader) say(op byte, text []byte) {
	r.out.Lock()
	defer r.out.Unlock()
	// Whoever is cut off finds out by reading.
	_, _ = r.conn.Write(masked(op, text))
}

var seqKey, sentKey, ackKey, errorKey = []byte(`"seq":`), []byte(`"sent":`), []byte(`{"kind":"ack","id":"`), []byte(`{"kind":"error","id":"`)

// take counts a message that has a number and the time it was meant to leave; of others only answers matter.
func (h *hall) take(r *reader, text []byte) {
	at := now()
	if bytes.HasPrefix(text, ackKey) {
		h.answers.got(text[len(ackKey):], true, at)
		return
	}
	if bytes.HasPrefix(text, errorKey) {
		h.answers.got(text[len(errorKey):], false, at)
		return
	}
	seq, rest := numberAfter(text, seqKey)
	sent, _ := numberAfter(rest, sentKey)
	if sent < 0 {
		return
	}
	if r.last > 0 && seq > r.last+1 {
		r.missed += seq - r.last - 1
	} else if seq <= r.last {
		r.repeated++
	}
	r.last = max(r.last, seq)
	if seq >= h.from.Load() {
		r.delivered.Add(1)
		r.late = append(r.late, float32(at-sent)/1e6)
	}
	if h.arrived != nil && seq < int64(len(h.arrived)) && int(h.arrived[seq].Add(1)) == h.listeners {
		h.onTheWay <- struct{}{}
	}
}

// numberAfter is -1 where there is none.
func numberAfter(text, key []byte) (int64, []byte) {
	at := bytes.Index(text, key)
	if at < 0 {
		return -1, nil
	}
	text = bytes.TrimLeft(text[at+len(key):], " ")
	var found int64
	for len(text) > 0 && text[0] >= '0' && text[0] <= '9' {
		found, text = found*10+int64(text[0]-'0'), text[1:]
	}
	return found, text
}

func percentiles(found []float64) map[string]float64 {
	if len(found) == 0 {
		return map[string]float64{}
	}
	sort.Float64s(found)
	at := func(share float64) float64 { return found[min(int(share*float64(len(found))), len(found)-1)] }
	return map[string]float64{"p50": at(.5), "p95": at(.95), "p99": at(.99), "max": found[len(found)-1]}
}
