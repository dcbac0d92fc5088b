package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/cel/environment"
	"k8s.io/apiserver/pkg/cel/library"

	gocel "github.com/google/cel-go/cel"
)

type accessor struct{ expression string }

func (a *accessor) GetExpression() string         { return a.expression }
func (a *accessor) ReturnTypes() []*gocel.Type    { return []*gocel.Type{gocel.AnyType} }

func main() {
	raw, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var variables map[string]any
	if err := json.Unmarshal(raw, &variables); err != nil {
		panic(err)
	}
	variables = integers(variables).(map[string]any)
	always := authorizer.AuthorizerFunc(func(context.Context, authorizer.Attributes) (authorizer.Decision, string, error) {
		return authorizer.DecisionAllow, "", nil
	})
	variables["authorizer"] = library.NewAuthorizerVal(&user.DefaultInfo{Name: "admin"}, always)
	compiler, err := cel.NewCompositedCompiler(environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion()))
	if err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		expression := lines.Text()
		result := compiler.CompileCELExpression(&accessor{expression}, cel.OptionalVariableDeclarations{HasParams: true, HasAuthorizer: true, HasPatchTypes: true}, environment.StoredExpressions)
		if result.Error != nil {
			fmt.Printf("%s\t!%v\n", expression, result.Error)
			continue
		}
		value, details, err := result.Program.Eval(variables)
		cost := "?"
		if details != nil && details.ActualCost() != nil {
			cost = fmt.Sprint(*details.ActualCost())
		}
		if err != nil {
			fmt.Printf("%s\t%s\terror %v\n", expression, cost, err)
		} else {
			fmt.Printf("%s\t%s\t%v\n", expression, cost, value.Value())
		}
	}
}

func integers(value any) any {
	switch v := value.(type) {
	case float64:
		if v == float64(int64(v)) {
			return int64(v)
		}
		return v
	case map[string]any:
		for k := range v {
			v[k] = integers(v[k])
		}
	case []any:
		for i := range v {
			v[i] = integers(v[i])
		}
	}
	return value
}
