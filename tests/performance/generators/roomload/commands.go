package main

import (
	"bytes"
	"sync"
	"time"
)

// What was asked and not answered yet, and how long the others waited, by the first letter of their ids.
type answers struct {
	lock    sync.Mutex
	asked   map[string]int64
	took    map[string][]float64
	refused map[string]int
	sample  string
}

func newAnswers() *answers {
	return &answers{asked: map[string]int64{}, took: map[string][]float64{}, refused: map[string]int{}}
}

// got reads the id an answer begins with.
func (a *answers) got(rest []byte, isDone bool, at int64) {
	end := bytes.IndexByte(rest, '"')
	if end < 1 {
		return
	}
	id := string(rest[:end])
	a.lock.Lock()
	defer a.lock.Unlock()
	due, isKnown := a.asked[id]
	if !isKnown {
		return
	}
	delete(a.asked, id)
	kind := id[:1]
	if !isDone {
		a.refused[kind]++
		a.sample = string(rest[:min(len(rest), 300)])
		return
	}
	a.took[kind] = append(a.took[kind], float64(at-due)/1e6)
}

// act sends every command at its time, whatever became of the one before, and waits for the last answers.
func (h *hall) act() map[string]any {
	for _, one := range h.readers {
		if one != nil {
			go h.follow(one)
		}
	}
	before, _ := usage(h.plan.Pids)
	start := now()
	for _, one := range h.plan.Commands {
		due := start + int64(one.At*1e6)
		time.Sleep(time.Duration(due - now()))
		h.answers.lock.Lock()
		h.answers.asked[one.ID] = due
		h.answers.lock.Unlock()
		if from := h.readers[one.Seat]; from != nil {
			from.say(1, []byte(one.Text))
		}
	}
	sent := now()
	for end := time.Now().Add(seconds(h.plan.Drain)); h.answers.open() > 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	after, _ := usage(h.plan.Pids)
	h.answers.lock.Lock()
	defer h.answers.lock.Unlock()
	done := map[string]any{}
	for kind, took := range h.answers.took {
		done[kind] = map[string]any{"count": len(took), "ms": percentiles(took)}
	}
	return map[string]any{
		"sent": len(h.plan.Commands), "unanswered": len(h.answers.asked), "refused": h.answers.refused, "sample": h.answers.sample,
		"done": done, "cpu_s": after - before, "seconds": float64(sent-start) / 1e9,
	}
}

func (a *answers) open() int {
	a.lock.Lock()
	defer a.lock.Unlock()
	return len(a.asked)
}
