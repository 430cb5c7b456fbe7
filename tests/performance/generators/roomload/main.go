// Command roomload is a hall of readers in one live room, with one who speaks and, if the plan says so, what the hall itself does.
//
// The plan is one JSON file (`plan` below). What is printed is one JSON object: how the hall came in, what was delivered and how late,
// what became of readers that never read, how long commands waited for their answer, and what the server took for it. Only this machine
// is ever called, and every run is bounded by its plan.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

type seat struct {
	Path  string `json:"path"`
	Hello string `json:"hello"`
	// What the last word of the welcome holds; blank: the handshake is welcome enough.
	Ready string `json:"ready"`
	// Reads its welcome and then nothing more.
	Stuck bool `json:"stuck"`
}

type command struct {
	Seat int     `json:"seat"`
	At   float64 `json:"at_ms"`
	ID   string  `json:"id"`
	Text string  `json:"text"`
}

type plan struct {
	Addr     string    `json:"addr"`
	Seats    []seat    `json:"seats"`
	PerSec   float64   `json:"connects_a_second"`
	Warm     float64   `json:"warm_seconds"`
	Seconds  float64   `json:"seconds"`
	Drain    float64   `json:"drain_seconds"`
	Rate     float64   `json:"rate"`   // messages a second; none with a window
	Window   int       `json:"window"` // so many messages on their way, the next as soon as one has arrived everywhere
	Publish  string    `json:"publish"`
	Size     int       `json:"size"`
	Commands []command `json:"commands"`
	Pids     []int     `json:"pids"`
}

var (
	file  = flag.String("plan", "", "the file of the plan")
	begun = time.Now()
)

func now() int64 { return int64(time.Since(begun)) }

func main() {
	flag.Parse()
	written, err := os.ReadFile(*file)
	if err != nil {
		fail(err.Error())
	}
	var asked plan
	if err := json.Unmarshal(written, &asked); err != nil {
		fail(err.Error())
	}
	onlyHere := strings.HasPrefix(asked.Publish, "/") || strings.HasPrefix(asked.Publish, "http://127.0.0.1:") || asked.Publish == ""
	if !strings.HasPrefix(asked.Addr, "127.0.0.1:") || !onlyHere {
		fail("only this machine may be called")
	}
	hall := newHall(asked)
	told := map[string]any{"connects": hall.come()}
	if len(asked.Commands) > 0 {
		told["commands"] = hall.act()
	} else if asked.Seconds > 0 {
		told["deliveries"] = hall.listen()
	}
	hall.leave()
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		fail(err.Error())
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(2)
}
