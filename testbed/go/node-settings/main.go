// Holds settings of nodes against the code that reads them: Butane's for Flatcar, Talos' own
// loader, the kubelet's types, TOML for Bottlerocket. Its arguments are files; what is wrong goes
// to standard output, a line each, and makes it end with 1.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/coreos/butane/config"
	"github.com/coreos/butane/config/common"
	"github.com/pelletier/go-toml/v2"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	kubelet "k8s.io/kubelet/config/v1beta1"
	"sigs.k8s.io/yaml"
)

// The settings of https://bottlerocket.dev/en/os/latest/api/settings that are used.
type bottlerocket struct {
	Settings struct {
		Kernel struct {
			Lockdown string            `toml:"lockdown"`
			Sysctl   map[string]string `toml:"sysctl"`
		} `toml:"kernel"`
		Kubernetes struct {
			PodPidsLimit   int64               `toml:"pod-pids-limit"`
			SeccompDefault bool                `toml:"seccomp-default"`
			NodeTaints     map[string][]string `toml:"node-taints"`
		} `toml:"kubernetes"`
	} `toml:"settings"`
}

func main() {
	failed := false
	for _, path := range os.Args[1:] {
		text, err := os.ReadFile(path)
		if err == nil {
			err = check(filepath.Base(path), text)
		}
		if err != nil {
			failed = true
			fmt.Printf("%s: %v\n", path, err)
		}
	}
	if failed {
		os.Exit(1)
	}
}

func check(name string, text []byte) error {
	switch name {
	case "flatcar.butane.yaml":
		return flatcar(text)
	case "talos.yaml":
		return talos(text)
	case "bottlerocket.toml":
		var settings bottlerocket
		return toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&settings)
	}
	return errors.New("nobody here reads such a file")
}

func flatcar(text []byte) error {
	_, found, err := config.TranslateBytes(text, common.TranslateBytesOptions{})
	if err != nil {
		return err
	}
	if len(found.Entries) > 0 {
		return errors.New(found.String())
	}
	var plain struct {
		Storage struct {
			Files []struct {
				Path     string
				Contents struct{ Inline string }
			}
		}
	}
	if err := yaml.Unmarshal(text, &plain); err != nil {
		return err
	}
	settings := 0
	for _, file := range plain.Storage.Files {
		if strings.Contains(file.Path, "kubelet.conf.d") {
			settings++
			if err := kubeletConfiguration([]byte(file.Contents.Inline)); err != nil {
				return err
			}
		}
	}
	if settings != 1 {
		return fmt.Errorf("%d files for the kubelet", settings)
	}
	return nil
}

func talos(text []byte) error {
	// As talosctl reads a patch: unknown fields are errors.
	if _, err := configpatcher.LoadPatch(text); err != nil {
		return err
	}
	var plain struct {
		Machine struct {
			Kubelet struct{ ExtraConfig map[string]any }
		}
	}
	if err := yaml.Unmarshal(text, &plain); err != nil {
		return err
	}
	extra, err := yaml.Marshal(plain.Machine.Kubelet.ExtraConfig)
	if err != nil {
		return err
	}
	return kubeletConfiguration(extra)
}

func kubeletConfiguration(text []byte) error {
	var settings kubelet.KubeletConfiguration
	return yaml.UnmarshalStrict(text, &settings)
}
