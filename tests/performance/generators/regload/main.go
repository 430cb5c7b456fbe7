// Command regload sends prepared requests from a file as fast as a number of clients can, each as soon as its last was answered.
//
// A line of the file is {"path": …, "headers": {…}, "body": …}; every line is sent once, in order of the file. What is printed is one
// JSON object: by outcome how many and their latencies in milliseconds, and how many of each kind came a second. An outcome is the
// status, with the code of the answer where it has one, as in "409 roadshows.full". Only this machine is ever called.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type request struct {
	Path    string            `json:"path"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body"`
}

type outcome struct {
	Count  int                `json:"count"`
	Rate   float64            `json:"per_second"`
	Took   map[string]float64 `json:"ms"`
	Sample string             `json:"sample"`

	latencies []float64
	last      time.Duration
}

var (
	base    = flag.String("base", "", "http://127.0.0.1:PORT")
	clients = flag.Int("clients", 64, "how many at once")
	longest = flag.Duration("longest", 180*time.Second, "begin nothing new after this long")
	file    = flag.String("requests", "", "the file of requests")
)

func main() {
	flag.Parse()
	if !strings.HasPrefix(*base, "http://127.0.0.1:") {
		fail("only this machine may be called")
	}
	requests, err := read(*file)
	if err != nil {
		fail(err.Error())
	}
	transport := &http.Transport{MaxIdleConnsPerHost: *clients}
	client := &http.Client{Timeout: 60 * time.Second, Transport: transport}
	outcomes := map[string]*outcome{}
	var lock sync.Mutex
	var next atomic.Int64
	var waiting sync.WaitGroup
	begun := time.Now()
	for range *clients {
		waiting.Add(1)
		go func() {
			defer waiting.Done()
			for time.Since(begun) < *longest {
				at := int(next.Add(1)) - 1
				if at >= len(requests) {
					return
				}
				sent := time.Now()
				name, body := send(client, requests[at])
				took := time.Since(sent)
				lock.Lock()
				found := outcomes[name]
				if found == nil {
					found = &outcome{Sample: fmt.Sprintf("%.300s", body)}
					outcomes[name] = found
				}
				found.latencies = append(found.latencies, float64(took)/1e6)
				found.last = time.Since(begun)
				lock.Unlock()
			}
		}()
	}
	waiting.Wait()
	for _, found := range outcomes {
		found.Count = len(found.latencies)
		found.Rate = float64(found.Count) / found.last.Seconds()
		found.Took = percentiles(found.latencies)
	}
	told := map[string]any{"seconds": time.Since(begun).Seconds(), "outcomes": outcomes}
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		fail(err.Error())
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(2)
}

func read(name string) ([]request, error) {
	held, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer held.Close()
	lines := bufio.NewScanner(held)
	lines.Buffer(nil, 1<<20)
	var found []request
	for lines.Scan() {
		var one request
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, lines.Err()
}

func send(client *http.Client, one request) (string, []byte) {
	asked, err := http.NewRequest(http.MethodPost, *base+one.Path, bytes.NewReader(one.Body))
	if err != nil {
		return "error", []byte(err.Error())
	}
	asked.Header.Set("Content-Type", "application/json")
	for name, value := range one.Headers {
		asked.Header.Set(name, value)
	}
	answer, err := client.Do(asked)
	if err != nil {
		return "error", []byte(err.Error())
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return "error", []byte(err.Error())
	}
	var told struct {
		Code string `json:"code"`
	}
	name := fmt.Sprint(answer.StatusCode)
	if answer.StatusCode >= 400 && json.Unmarshal(body, &told) == nil && told.Code != "" {
		name += " " + told.Code
	}
	return name, body
}

func percentiles(latencies []float64) map[string]float64 {
	sort.Float64s(latencies)
	at := func(share float64) float64 {
		return latencies[min(int(share*float64(len(latencies))), len(latencies)-1)]
	}
	return map[string]float64{"p50": at(.5), "p95": at(.95), "p99": at(.99), "max": latencies[len(latencies)-1]}
}
