//go:build linux

package main

import (
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// The names are those that the suite's table has.
var moves = []move{
	{"kernel", kernel},
	{"identity", identity},
	{"capabilities", capabilities},
	{"account token", accountToken},
	{"neighbour's environment", neighbourEnvironment},
	{"shared memory of the node", sharedMemory},
	{"node's loopback", nodeLoopback},
	{"own node's kubelet port", kubeletPort},
	{"packets of the pods' bridge", bridgePackets},
	{"write a file of the node", writeNodeFile},
	{"neighbour's token from the node's files", neighbourToken},
	{"node's credential", nodeCredential},
	{"neighbour's log from the node's files", neighbourLog},
	{"neighbour's environment from the runtime's files", environmentOfBundle},
	{"answer of the runtime's socket", func() (string, error) { return answers("/given/run/containerd.sock") }},
	{"answer of the kubelet's plug-in socket", func() (string, error) { return answers("/given/kubelet/device-plugins/kubelet.sock") }},
	{"kernel's core pattern by a new mount", corePatternOfMount},
	{"control group's release agent", releaseAgent},
	{"node's file by its handle", fileByHandle},
	{"node's root by a process", processRoot},
	{"kernel's core pattern", corePattern},
	{"node's core pattern by a volume", corePatternOfVolume},
}

// Where the suite mounts what it gives, and what it marks.
const (
	markerOfVictim = "RINGFENCE_VICTIM="
	markerFile     = "srv/ringfence/marker"
)

func kernel() (string, error) {
	content, err := os.ReadFile("/proc/version")
	return strings.TrimSpace(string(content)), err
}

func identity() (string, error) {
	content, err := os.ReadFile("/proc/self/uid_map")
	return fmt.Sprintf("user %d, map %s", os.Getuid(), strings.Join(strings.Fields(string(content)), " ")), err
}

func capabilities() (string, error) {
	content, err := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(content), "\n") {
		if value, found := strings.CutPrefix(line, "CapEff:"); found {
			return strings.TrimSpace(value), nil
		}
	}
	return "", errors.Join(err, errors.New("no CapEff in /proc/self/status"))
}

func accountToken() (string, error) {
	content, err := os.ReadFile("/var/run/secrets/kubernetes.io/serviceaccount/token")
	return fmt.Sprintf("%d bytes", len(content)), err
}

func neighbourEnvironment() (string, error) {
	return firstProcess(func(pid string) (string, error) {
		content, err := os.ReadFile("/proc/" + pid + "/environ")
		for _, variable := range strings.Split(string(content), "\x00") {
			if strings.HasPrefix(variable, markerOfVictim) {
				return variable, nil
			}
		}
		return "", err
	})
}

// The first process for which something comes out; else the last error.
func firstProcess(try func(pid string) (string, error)) (string, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return "", err
	}
	last := errors.New("no such process is seen")
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		value, err := try(entry.Name())
		if value != "" {
			return value, nil
		}
		if err != nil {
			last = err
		}
	}
	return "", last
}

func sharedMemory() (string, error) {
	content, err := os.ReadFile("/dev/shm/ringfence")
	return string(content), err
}

// The kubelet's health is served on the node's loopback alone.
func nodeLoopback() (string, error) {
	return dial("tcp", "127.0.0.1:"+os.Getenv("KUBELET_HEALTH_PORT"))
}

func kubeletPort() (string, error) {
	address := net.JoinHostPort(os.Getenv("NODE_ADDRESS"), os.Getenv("KUBELET_PORT"))
	dialer := &net.Dialer{Timeout: 3 * time.Second}
	// Whose certificate it is does not matter: that it answers does.
	connection, err := tls.DialWithDialer(dialer, "tcp", address, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		return "", err
	}
	defer connection.Close()
	_, err = fmt.Fprintf(connection, "GET /pods HTTP/1.0\r\n\r\n")
	if err != nil {
		return "", err
	}
	answer := make([]byte, 32)
	count, err := connection.Read(answer)
	first, _, _ := strings.Cut(string(answer[:count]), "\r")
	return first, err
}

func dial(network, address string) (string, error) {
	connection, err := net.DialTimeout(network, address, 3*time.Second)
	if err != nil {
		return "", err
	}
	return "connected", connection.Close()
}

// The bridge between the pods is in the node's own network namespace.
func bridgePackets() (string, error) {
	bridge, err := net.InterfaceByName("pods")
	if err != nil {
		return "", err
	}
	const everything = 0x0300 // ETH_P_ALL in network byte order
	socket, err := syscall.Socket(syscall.AF_PACKET, syscall.SOCK_RAW, everything)
	if err != nil {
		return "", err
	}
	defer syscall.Close(socket)
	err = syscall.Bind(socket, &syscall.SockaddrLinklayer{Protocol: everything, Ifindex: bridge.Index})
	return "opened", err
}

func writeNodeFile() (string, error) {
	name := "/given/folder/" + os.Getenv("PROBE_NAME")
	return name, os.WriteFile(name, []byte("written"), 0o644)
}

func neighbourToken() (string, error) {
	own, _ := os.ReadFile("/var/run/secrets/kubernetes.io/serviceaccount/token")
	found, err := filepath.Glob("/given/kubelet/pods/*/volumes/kubernetes.io~projected/*/token")
	if err != nil {
		return "", err
	}
	last := errors.New("no token is seen")
	for _, file := range found {
		content, err := os.ReadFile(file)
		if err != nil {
			last = err
		} else if string(content) != string(own) {
			return fmt.Sprintf("%d bytes", len(content)), nil
		}
	}
	return "", last
}

func nodeCredential() (string, error) {
	content, err := os.ReadFile("/given/kubelet/pki/kubelet.key")
	return fmt.Sprintf("%d bytes", len(content)), err
}

func neighbourLog() (string, error) {
	found, err := filepath.Glob("/given/log/pods/*victim*/*/*.log")
	if err != nil || len(found) == 0 {
		return "", errors.Join(err, errors.New("no log is seen"))
	}
	content, err := os.ReadFile(found[0])
	return fmt.Sprintf("%d bytes", len(content)), err
}

// A container's bundle has its configuration, environment included.
func environmentOfBundle() (string, error) {
	found, err := filepath.Glob("/given/run/io.containerd.runtime.v2.task/k8s.io/*/config.json")
	if err != nil {
		return "", err
	}
	last := errors.New("no bundle is seen")
	for _, file := range found {
		content, err := os.ReadFile(file)
		if err != nil {
			last = err
		} else if strings.Contains(string(content), "\""+markerOfVictim) {
			return file, nil
		}
	}
	return "", last
}

// A gRPC server says its settings first, once a client has sent the preface of HTTP/2.
func answers(socket string) (string, error) {
	connection, err := net.DialTimeout("unix", socket, 3*time.Second)
	if err != nil {
		return "", err
	}
	defer connection.Close()
	preface := "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\x00\x00\x00\x04\x00\x00\x00\x00\x00"
	if _, err := connection.Write([]byte(preface)); err != nil {
		return "", err
	}
	if err := connection.SetReadDeadline(time.Now().Add(3 * time.Second)); err != nil {
		return "", err
	}
	answer := make([]byte, 9)
	count, err := connection.Read(answer)
	return fmt.Sprintf("%d bytes of HTTP/2", count), err
}

// Another mount of /proc has none of the masks and read-only covers of the container's own.
func corePatternOfMount() (string, error) {
	folder, err := os.MkdirTemp("/dev", "ringfence-proc")
	if err != nil {
		return "", err
	}
	defer os.Remove(folder)
	if err := syscall.Mount("proc", folder, "proc", 0, ""); err != nil {
		return "", fmt.Errorf("mount: %w", err)
	}
	defer syscall.Unmount(folder, syscall.MNT_DETACH)
	return openForWriting(folder + "/sys/kernel/core_pattern")
}

// Whoever writes the release agent of a hierarchy has the kernel start a program on the node
// (cgroups(7), version 1). It is opened for that, and not written.
func releaseAgent() (string, error) {
	folder, err := os.MkdirTemp("/dev", "ringfence-cgroup")
	if err != nil {
		folder = "/given"
	} else {
		defer os.Remove(folder)
	}
	if err := syscall.Mount("cgroup", folder, "cgroup", 0, "memory"); err != nil {
		return "", fmt.Errorf("mount: %w", err)
	}
	defer syscall.Unmount(folder, syscall.MNT_DETACH)
	agent, err := os.OpenFile(folder+"/release_agent", os.O_WRONLY, 0)
	if err != nil {
		return "", err
	}
	return "opened for writing", agent.Close()
}

// By CAP_DAC_READ_SEARCH any file of a file system that one has a file of can be opened by its
// handle; inode 2 is the root of ext4. /etc/hosts is a file of the node, put there by the kubelet.
func fileByHandle() (string, error) {
	known, err := os.Open("/etc/hosts")
	if err != nil {
		return "", err
	}
	defer known.Close()
	handle := make([]byte, 16)
	binary.LittleEndian.PutUint32(handle[0:], 8)
	binary.LittleEndian.PutUint32(handle[4:], 1) // FILEID_INO32_GEN
	binary.LittleEndian.PutUint32(handle[8:], 2)
	number, isKnown := map[string]uintptr{"amd64": 304, "arm64": 265}[runtime.GOARCH]
	if !isKnown {
		return "", errors.New("the number of open_by_handle_at is not known for " + runtime.GOARCH)
	}
	root, _, failure := syscall.Syscall(
		number, known.Fd(), uintptr(unsafe.Pointer(&handle[0])), syscall.O_RDONLY|syscall.O_DIRECTORY)
	if failure != 0 {
		return "", fmt.Errorf("open_by_handle_at: %w", failure)
	}
	folder := os.NewFile(root, "root of the node's file system")
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	return fmt.Sprintf("%d entries of the root", len(names)), err
}

func processRoot() (string, error) {
	return firstProcess(func(pid string) (string, error) {
		content, err := os.ReadFile("/proc/" + pid + "/root/" + markerFile)
		return string(content), err
	})
}

func corePattern() (string, error) {
	return openForWriting("/proc/sys/kernel/core_pattern")
}

func corePatternOfVolume() (string, error) {
	return openForWriting("/given/sysctl/kernel/core_pattern")
}

func openForWriting(name string) (string, error) {
	file, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return "", err
	}
	return "opened for writing", file.Close()
}
