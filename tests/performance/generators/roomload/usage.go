package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// usage is what processes took of the processors, in seconds, and hold of the memory, in bytes.
func usage(pids []int) (cpu, resident float64) {
	for _, pid := range pids {
		written, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue
		}
		text := string(written)
		// Behind the name, which may hold anything: the third field is the first.
		fields := strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
		user, _ := strconv.ParseFloat(fields[11], 64)
		system, _ := strconv.ParseFloat(fields[12], 64)
		pages, _ := strconv.ParseFloat(fields[21], 64)
		cpu += (user + system) / 100
		resident += pages * float64(os.Getpagesize())
	}
	return cpu, resident
}

// stillOpen counts the server's ends of these connections: one it cut off is gone at once, though its reader may not know.
func stillOpen(addr string, ports map[int]bool) int {
	_, written, _ := net.SplitHostPort(addr)
	port, _ := strconv.Atoi(written)
	table, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		return len(ports)
	}
	count := 0
	for _, line := range strings.Split(string(table), "\n") {
		fields := strings.Fields(line)
		if len(fields) < 4 || fields[3] != "01" || !strings.HasSuffix(fields[1], fmt.Sprintf(":%04X", port)) {
			continue
		}
		_, far, _ := strings.Cut(fields[2], ":")
		if remote, err := strconv.ParseInt(far, 16, 32); err == nil && ports[int(remote)] {
			count++
		}
	}
	return count
}

// watch looks every half second until none of these is open; what is returned says how it ended.
func watch(addr string, ports map[int]bool) func() map[string]any {
	first, lock, open, gone := time.Now(), sync.Mutex{}, len(ports), 0.0
	if open > 0 {
		go func() {
			for left := open; left > 0; {
				time.Sleep(500 * time.Millisecond)
				left = stillOpen(addr, ports)
				lock.Lock()
				open, gone = left, time.Since(first).Seconds()
				lock.Unlock()
			}
		}()
	}
	return func() map[string]any {
		lock.Lock()
		defer lock.Unlock()
		return map[string]any{"count": len(ports), "open": open, "seconds": gone}
	}
}
