package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// listen lets somebody speak, and says what arrived of it.
func (h *hall) listen() map[string]any {
	stuck := map[int]bool{}
	for _, one := range h.readers {
		if one == nil {
			continue
		}
		if one.isStuck {
			stuck[one.conn.LocalAddr().(*net.TCPAddr).Port] = true
		} else {
			go h.follow(one)
		}
	}
	watched := watch(h.plan.Addr, stuck)
	speaker, err := newSpeaker(h.plan)
	if err != nil {
		fail(err.Error())
	}
	for range h.plan.Window {
		h.onTheWay <- struct{}{}
	}
	h.speak(speaker, h.plan.Warm)
	h.from.Store(speaker.seq + 1)
	before, _ := usage(h.plan.Pids)
	first := time.Now()
	sent := h.speak(speaker, h.plan.Seconds)
	lasted := time.Since(first).Seconds()
	expected := sent * int64(h.listeners)
	for end := time.Now().Add(seconds(h.plan.Drain)); h.delivered() < expected && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	after, resident := usage(h.plan.Pids)
	told := h.counted(sent, expected, lasted, after-before)
	told["rss_mb"] = resident / 1e6
	told["stuck"] = watched()
	if speaker.err != nil {
		told["why"] = speaker.err.Error()
	}
	return told
}

func seconds(count float64) time.Duration { return time.Duration(count * 1e9) }

// delivered is read beside those who count, and so a moment behind.
func (h *hall) delivered() int64 {
	var sum int64
	for _, one := range h.readers {
		if one != nil {
			sum += one.delivered.Load()
		}
	}
	return sum
}

func (h *hall) counted(sent, expected int64, lasted, cpu float64) map[string]any {
	for _, one := range h.readers {
		if one != nil {
			one.conn.Close()
		}
	}
	// They have read to the end.
	time.Sleep(200 * time.Millisecond)
	var missed, repeated int64
	var late []float64
	for _, one := range h.readers {
		if one == nil {
			continue
		}
		missed, repeated = missed+one.missed, repeated+one.repeated
		for _, each := range one.late {
			late = append(late, float64(each))
		}
	}
	delivered := int64(len(late))
	return map[string]any{
		"sent": sent, "expected": expected, "delivered": delivered, "missed": missed, "repeated": repeated,
		"a_second": float64(delivered) / lasted, "ms": percentiles(late), "cpu_s": cpu,
		"cpu_ms_per_1000": cpu * 1e6 / float64(max(delivered, 1)),
	}
}

type speaker struct {
	seq  int64
	size int
	say  func(text []byte) error
	err  error
}

// newSpeaker posts to an address, or speaks on a socket of its own.
func newSpeaker(asked plan) (*speaker, error) {
	made := &speaker{size: asked.Size}
	if strings.HasPrefix(asked.Publish, "/") {
		own, err := connect(asked.Addr, seat{Path: asked.Publish})
		if err != nil {
			return nil, err
		}
		go func() { _, _ = io.Copy(io.Discard, own.in) }()
		made.say = func(text []byte) error {
			_, err := own.conn.Write(masked(1, []byte(fmt.Sprintf(`{"message":%s}`, text))))
			return err
		}
		return made, nil
	}
	client := &http.Client{Timeout: 20 * time.Second}
	made.say = func(text []byte) error {
		answer, err := client.Post(asked.Publish, "application/json", bytes.NewReader(text))
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		_, _ = io.Copy(io.Discard, answer.Body)
		if answer.StatusCode >= 300 {
			return fmt.Errorf("refused: %d", answer.StatusCode)
		}
		return nil
	}
	return made, nil
}

// next says one more, which was meant to leave at a time.
func (s *speaker) next(at int64) bool {
	s.seq++
	text := fmt.Sprintf(`{"seq":%d,"sent":%d,"pad":"`, s.seq, at)
	text += strings.Repeat("x", max(s.size-len(text)-2, 0)) + `"}`
	s.err = s.say([]byte(text))
	return s.err == nil
}

// speak for so long; how many messages left.
func (h *hall) speak(s *speaker, lasts float64) (sent int64) {
	start, end := now(), time.After(seconds(lasts))
	if h.plan.Window > 0 {
		for {
			select {
			case <-end:
				return sent
			case <-h.onTheWay:
				if !s.next(now()) {
					return sent
				}
				sent++
			}
		}
	}
	for ; sent < int64(lasts*h.plan.Rate); sent++ {
		at := start + int64(float64(sent)/h.plan.Rate*1e9)
		time.Sleep(time.Duration(at - now()))
		// A speaker who cannot keep up is not waited for without end.
		if !s.next(at) || now()-start > int64(3*seconds(lasts)) {
			return sent
		}
	}
	<-end
	return sent
}
