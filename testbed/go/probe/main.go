//go:build linux

// Command probe is all that the pods of the node suite run. As "stay" it is a
// neighbour, or the container that holds a pod's namespaces; as "look" it tries
// what the catalogue's steps claim, one move after another, and prints each with
// what came of it as a line of JSON. It changes nothing but files that the suite
// made for it, and needs nothing beside itself in its image. As "architecture" it
// says for which machine it was built.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
)

// A move of the catalogue: what it got hold of, or why it did not.
type move struct {
	name string
	try  func() (string, error)
}

// What came of a move.
type outcome struct {
	Move  string `json:"move"`
	Done  bool   `json:"done"`
	Value string `json:"value"`
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "probe: say stay, look or architecture")
		os.Exit(2)
	}
	switch os.Args[1] {
	case "stay":
		stay()
	case "look":
		look()
	case "architecture":
		fmt.Println(runtime.GOARCH)
	default:
		fmt.Fprintf(os.Stderr, "probe: %q is none of stay, look, architecture\n", os.Args[1])
		os.Exit(2)
	}
}

// As process 1 of a pod it also reaps whoever is left behind.
func stay() {
	fmt.Println("stays")
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGCHLD)
	for received := range signals {
		if received != syscall.SIGCHLD {
			return
		}
		for {
			if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); pid <= 0 || err != nil {
				break
			}
		}
	}
}

func look() {
	lines := json.NewEncoder(os.Stdout)
	for _, move := range moves {
		value, err := move.try()
		line := outcome{Move: move.name, Done: err == nil, Value: value}
		if err != nil {
			line.Value = err.Error()
		}
		if err := lines.Encode(line); err != nil {
			fmt.Fprintln(os.Stderr, "probe:", err)
			os.Exit(1)
		}
	}
}
